//! Every report format on one fixed scan, read by a reader of its own, and on text that is out to do harm.

mod cli;
mod hostile;
mod readers;
mod saved;
mod scan;

use postseal::report::FORMATS;

/// What each format makes of the fixed scan. The version would change with each release.
#[test]
fn every_format_writes_what_its_snapshot_says() {
    let version = env!("CARGO_PKG_VERSION");
    for format in FORMATS {
        let name = format.name;
        let written = scan::written(format, &scan::reports()).replace(version, "VERSION");
        // The page itself is looked at in a browser; what matters here is the data in it.
        let written = match name {
            "html" => scan::data_of_page(&written),
            _ => written,
        };
        insta::assert_snapshot!(name, written);
    }
}
