//! Text that is out to do harm: to a terminal, a spreadsheet, a parser, a workflow, a browser.

use postseal::report::{FORMATS, Format};

use crate::scan;

/// What a document may say of its names.
const TEXT: &str = "=cmd|' /C calc'!A0 \u{1b}[31m\0\r\n::error title=x::y ]]> </script><script>alert(1)</script> \
                    <img src=x onerror=alert(1)> \u{202e}gpj.exe | `a` **b** [c](javascript:d) @everyone \
                    https://evil.example \"q\" 'r' {{ 7 * 7 }} %0A &amp; \u{2028}";

fn written(name: &str) -> String {
    let format = |format: &&Format| format.name == name;
    let format = FORMATS.iter().find(format).expect("it is a format");
    let mut report = scan::workspace(0, vec![scan::finding(1, TEXT, TEXT)]);
    report.violations.push(scan::violation(TEXT));
    scan::written(format, &[report])
}

#[test]
fn no_format_lets_a_control_character_through() {
    for format in FORMATS.iter().filter(|format| format.name != "template") {
        let text = written(format.name);
        // RFC 4180 ends lines so.
        let text = if format.name == "csv" { text.replace("\r\n", "\n") } else { text };
        let hostile = text.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(hostile, None, "{}", format.name);
    }
}

#[test]
fn what_people_look_at_as_text_has_no_invisible_characters() {
    for name in ["text", "csv", "junit", "github", "markdown"] {
        assert!(!written(name).contains(['\u{202e}', '\u{2028}']), "{name}");
    }
}

#[test]
fn no_cell_is_a_formula() {
    let table = written("csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 1);
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
    assert_eq!(table.lines().count(), 2, "a row is a line");
}

#[test]
fn a_workflow_is_given_no_command_of_the_document() {
    let text = written("github");
    assert_eq!(text.lines().count(), 2, "a finding and a violation");
    assert!(text.lines().all(|line| line.starts_with("::warning file=")), "{text}");
    // What a runner reads as properties ends at the second `::`, in which no property may hold one.
    let (properties, _) = text.trim_start_matches("::").split_once("::").unwrap();
    let names: Vec<&str> =
        properties.split(',').filter_map(|pair| Some(pair.split_once('=')?.0)).collect();
    assert_eq!(names, ["warning file", "line", "col", "endLine", "endColumn", "title"]);
}

#[test]
fn markdown_makes_nothing_of_the_text() {
    let text = written("markdown");
    for mark in ["<script", "<img", "**b**", "](", "@everyone", "https://", "`a`", "{{"] {
        assert!(!text.contains(mark), "{mark}: {text}");
    }
    let row = text.lines().find(|line| line.contains("medium |")).unwrap();
    assert_eq!(row.matches('|').count(), 5, "{row}");
}

#[test]
fn a_page_has_no_markup_and_no_script_of_the_document() {
    let page = written("html");
    assert_eq!(page.matches("<script").count(), 3, "the data, the totals, and the page's own");
    assert_eq!(page.matches("</script>").count(), 3);
    assert!(!page.contains("<img"));
    assert!(page.contains("default-src 'none'"));
    for outside in ["src=", "http-equiv=\"refresh", "@import", "url("] {
        let page = page.replace(&scan::data_of_page(&page), "");
        let own: String = page.split("application/json").take(1).collect();
        assert!(!own.contains(outside), "{outside}");
    }
}

#[test]
fn a_template_for_markup_escapes() {
    use postseal::report::{ReportOptions, Template};
    use std::sync::Arc;
    let source = "{% for finding in findings %}{{ finding.path }}{% endfor %}".to_owned();
    let template = Template::new("report.html.j2".to_owned(), source).unwrap();
    let options = ReportOptions { template: Some(Arc::new(template)), ..scan::options() };
    let format = FORMATS.iter().find(|format| format.name == "template").unwrap();
    let reports = [scan::workspace(0, vec![scan::finding(1, TEXT, TEXT)])];
    let text = scan::written_with(format, options, &reports);
    assert!(!text.contains('<') && text.contains("&lt;script&gt;"), "{text}");
    assert!(text.contains("{{ 7 * 7 }}"), "what a document says is no template: {text}");
}
