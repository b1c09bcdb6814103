//! What the terminal can show: colours and links.

use std::env;
use std::io::IsTerminal;

use anstream::ColorChoice;
use postseal::report::Links;

/// When something is done that a terminal may not be able to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

/// Decides for everything that is printed from here on. Left to the environment, `NO_COLOR` beats
/// `CLICOLOR_FORCE`, that beats `CLICOLOR`, and that the terminal.
pub(crate) fn set_color(when: When) {
    let choice = match when {
        When::Auto if is_off() => ColorChoice::Never,
        When::Auto => ColorChoice::Auto,
        When::Always => ColorChoice::Always,
        When::Never => ColorChoice::Never,
    };
    choice.write_global();
}

/// Whether `CLICOLOR_FORCE=0` has a say, which is no force, and which the library takes for one.
fn is_off() -> bool {
    let is_zero = |name| env::var_os(name).is_some_and(|value| value == "0");
    is_zero("CLICOLOR_FORCE") && (is_zero("CLICOLOR") || !std::io::stdout().is_terminal())
}

/// Whether a report has colours, of which the environment decides only for standard output.
pub(crate) fn has_color(to_file: bool) -> bool {
    match ColorChoice::global() {
        ColorChoice::Auto if to_file => false,
        ColorChoice::Auto => anstream::stdout().current_choice() != ColorChoice::Never,
        choice => choice != ColorChoice::Never,
    }
}

/// How the places of a report on standard output become links, if they do. What is made once lives as long as
/// the process.
pub(crate) fn links(when: When, to_file: bool) -> Option<&'static Links> {
    let can = || {
        std::io::stdout().is_terminal()
            && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
    };
    let wanted = match when {
        When::Auto => !to_file && can(),
        When::Always => true,
        When::Never => false,
    };
    let folder = wanted.then(env::current_dir)?.ok()?;
    let folder = folder.to_string_lossy().replace('\\', "/");
    Some(Box::leak(Box::new(Links::new(&host(), &folder))))
}

/// The name of this machine, by which a terminal tells links that are not its own; empty where it is unknown.
fn host() -> String {
    let known = ["HOSTNAME", "COMPUTERNAME"].into_iter().find_map(|name| env::var(name).ok());
    let read = || std::fs::read_to_string("/etc/hostname").ok();
    known.or_else(read).unwrap_or_default().trim().to_owned()
}
