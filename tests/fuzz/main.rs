//! Replays the corpora of the fuzz targets (`fuzz/`), so that what a fuzzer found once stays found without
//! one: a new input that broke something is a new file.

use std::fs;

mod checks;

fn replay(target: &str, check: fn(&[u8])) {
    let folder = format!("tests/fuzz/corpus/{target}");
    let entries = fs::read_dir(&folder).expect("the corpus can be listed");
    let mut count = 0;
    for entry in entries {
        let path = entry.expect("the corpus can be listed").path();
        check(&fs::read(&path).expect("the corpus can be read"));
        count += 1;
    }
    assert!(count > 0, "{folder} is empty");
}

#[test]
fn the_tokenizer_holds_on_its_corpus() {
    replay("tokenizer", checks::tokenizer);
}

#[test]
fn the_search_for_literals_holds_on_its_corpus() {
    replay("literals", checks::literals);
}

#[test]
fn the_structure_of_escaped_text_holds_on_its_corpus() {
    replay("structure", checks::structure);
}

#[test]
fn decoding_holds_on_its_corpus() {
    replay("decoding", checks::decoding);
}

#[test]
fn a_scan_holds_on_its_corpus() {
    replay("scan", checks::scan);
}
