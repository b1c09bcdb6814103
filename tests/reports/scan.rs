//! The fixed scan, and how a format writes it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use postseal::credential::{Credential, Turn, WorkspaceReport};
use postseal::finding::{
    Confidence, Finding, Handling, Kin, Level, PatternInfo, Problem, ProblemCode, RuleInfo,
    Severity, SuppressedBy, Suppression, Threshold, Use, Violation,
};
use postseal::location::{Location, Position, Role, Span, Via};
use postseal::report::{
    Advice, Clock, Format, Guide, ReportOptions, Several, Sheet, Summary, Template,
};
use postseal::secret::Secret;
use postseal::source::Kind;

/// A value, and what a report may show of it.
pub(crate) const VALUE: &str = "zx9_Kd73hQbWm2TfLr8VnYc4PsGj6AeU0iR5";

/// A template that names what there is.
pub(crate) const TEMPLATE: &str = "\
{%- for finding in findings %}
{{ finding.severity }} {{ finding.name }}: {{ finding.secret }}
  {{ finding.path }}:{{ finding.start.line }} {{ finding.name_path | join(' > ') }}
  {{ finding.revoke }}{% if finding.suppression %} ({{ finding.suppression.by }}){% endif %}
{%- endfor %}
{{ summary.findings }} open, {{ summary.suppressed }} accepted, {{ problems | length }} problems
";

pub(crate) fn options() -> ReportOptions {
    let mut guide = Guide::default();
    let advice = |docs: &str, revoke: &str| {
        Arc::new(Advice { docs: docs.to_owned(), revoke: revoke.to_owned() })
    };
    guide.add_service(
        "Brindle".into(),
        advice("https://docs.brindle.example/keys", "Settings > Keys: delete the key."),
    );
    guide.add_pattern(pattern("brindle-key"), Severity::Critical, None);
    guide.add_pattern(pattern("bearer-token"), Severity::Medium, None);
    let template = Template::new("fixed.txt".to_owned(), TEMPLATE.to_owned());
    ReportOptions {
        guide: Arc::new(guide),
        clock: Clock(|| 1_764_201_600),
        template: Some(Arc::new(template.expect("it is a template"))),
        ..ReportOptions::default()
    }
}

fn pattern(id: &str) -> Arc<PatternInfo> {
    let (name, service) = match id {
        "brindle-key" => ("Brindle API key", Some("Brindle".into())),
        _ => ("Bearer token", None),
    };
    Arc::new(PatternInfo { id: id.to_owned(), name: name.to_owned(), service })
}

/// A finding in which `text` stands wherever a document may say something.
pub(crate) fn finding(number: u64, path: &str, text: &str) -> Finding {
    let severity = match number % 3 {
        0 => Severity::Critical,
        1 => Severity::Medium,
        _ => Severity::Low,
    };
    let id = if number.is_multiple_of(2) { "brindle-key" } else { "bearer-token" };
    let start = Position { line: 1, column: 30 + number, char_column: 28 + number };
    let end = Position { line: 1, column: 70 + number, char_column: 68 + number };
    let names = vec![text.to_owned(), "Users".to_owned(), "Authorization".to_owned()];
    Finding {
        pattern: pattern(id),
        service: pattern(id).service.clone(),
        severity,
        confidence: Confidence::High,
        steps: Vec::new(),
        secret: Secret::new(VALUE.as_bytes(), "zx9_"),
        secret_id: format!("{:032x}", 7 + number / 2),
        fingerprint: format!("{:032x}", 4096 + number),
        kin: Kin::default(),
        path: path.into(),
        entry: None,
        kind: Kind::CollectionV21,
        location: Location {
            document: 0,
            role: Role::Header,
            label: Some("Authorization".to_owned()),
            disabled: number == 1,
            name_path: names.clone(),
            pointer: format!("/item/{number}/request/header/0/value"),
            spans: vec![Span { start: 29 + number, end: 69 + number }],
            via: vec![Via::Json],
            start,
            end,
        },
        parts: BTreeMap::from([("user".to_owned(), text.to_owned())]),
        notes: vec![text.to_owned()],
        hosts: vec!["api.brindle.example".into()],
        uses: vec![Use {
            path: path.into(),
            entry: None,
            pointer: "/item/9/request/url".to_owned(),
            name_path: names,
            role: Role::Url,
            label: None,
            disabled: false,
        }],
        used: 3,
        handling: Handling::default(),
        suppression: (number == 2).then(|| Suppression {
            by: SuppressedBy::Config,
            state: None,
            reason: Some(text.to_owned()),
            author: None,
            expires: Some("2027-03-31".to_owned()),
        }),
    }
}

/// What a policy objects to, in a place that `text` names.
pub(crate) fn violation(text: &str) -> Violation {
    let finding = finding(4, "exports/all.zip", text);
    let controls = BTreeMap::from([("SOC 2".to_owned(), vec!["CC6.1".to_owned()])]);
    let rule = RuleInfo {
        id: "sent-over-http".to_owned(),
        title: "A credential is sent over plain http".to_owned(),
        level: Level::L1,
        severity: Severity::Medium,
        why: String::new(),
        remediation: "Use https.".to_owned(),
        controls,
    };
    Violation {
        rule: Arc::new(rule),
        message: format!("it goes to {text}"),
        fingerprint: format!("{:032x}", 77),
        finding: Some(finding.fingerprint),
        secret_id: Some(finding.secret_id),
        path: finding.path,
        entry: Some(text.into()),
        kind: finding.kind,
        location: finding.location,
        suppression: None,
    }
}

/// A workspace of findings, with the credentials that they make.
pub(crate) fn workspace(turn: u64, findings: Vec<Finding>) -> WorkspaceReport {
    let mut credentials: BTreeMap<String, Credential> = BTreeMap::new();
    for finding in &findings {
        let one = credentials.entry(finding.secret_id.clone()).or_insert_with(|| Credential {
            secret_id: finding.secret_id.clone(),
            pattern: finding.pattern.clone(),
            service: finding.service.clone(),
            severity: finding.severity,
            confidence: finding.confidence,
            secret: finding.secret.clone(),
            findings: Vec::new(),
            files: vec![finding.path.clone()],
            hosts: finding.hosts.clone(),
            uses: finding.uses.clone(),
        });
        one.findings.push(finding.fingerprint.clone());
    }
    WorkspaceReport {
        turn: Turn::Input(turn),
        findings,
        credentials: credentials.into_values().collect(),
        files: 1,
        bytes: 4096,
        documents: 1,
        ..WorkspaceReport::default()
    }
}

/// Three workspaces: findings open and accepted, nothing, and a finding in an archive with a problem.
pub(crate) fn reports() -> Vec<WorkspaceReport> {
    let path = "exports/brindle api.json";
    let found = (0..3).map(|number| finding(number, path, "Brindle, \"the\" API")).collect();
    let mut member = finding(4, "exports/all.zip", "Brindle");
    member.entry = Some("collection/1.json".into());
    let mut last = workspace(2, vec![member]);
    let message = "the bracket at the start does not close";
    last.problems.push(Problem::with_file(ProblemCode::Malformed, "exports/cut.json", message));
    last.violations.push(violation("Brindle"));
    vec![workspace(0, found), workspace(1, Vec::new()), last]
}

pub(crate) fn written(format: &Format, reports: &[WorkspaceReport]) -> String {
    written_with(format, options(), reports)
}

/// As a run writes it: through the frames of several reports.
pub(crate) fn written_with(
    format: &Format,
    options: ReportOptions,
    reports: &[WorkspaceReport],
) -> String {
    use postseal::report::Reporter as _;
    let several = Several(vec![(format.make)(options.clone()), (format.make)(options.clone())]);
    let mut fan = several.fan(vec![Vec::new(), Vec::new()]);
    let mut summary = Summary::keeping(several.keeps());
    let mut sheet = Sheet::begin(&several, &mut fan).expect("a Vec takes every byte");
    for report in reports {
        sheet.add(report).expect("a Vec takes every byte");
        summary.add(report, &Threshold::ALL);
    }
    sheet.end(&summary).expect("a Vec takes every byte");
    let outs = fan.into_outs();
    let alone = alone(format, options, reports);
    assert!(outs.iter().all(|out| *out == alone), "{} differs beside others", format.name);
    String::from_utf8(alone).expect("reports are UTF-8")
}

fn alone(format: &Format, options: ReportOptions, reports: &[WorkspaceReport]) -> Vec<u8> {
    let reporter = (format.make)(options);
    let mut summary = Summary::keeping(reporter.keeps());
    let mut out = Vec::new();
    let mut sheet = Sheet::begin(&*reporter, &mut out).expect("a Vec takes every byte");
    for report in reports {
        sheet.add(report).expect("a Vec takes every byte");
        summary.add(report, &Threshold::ALL);
    }
    sheet.end(&summary).expect("a Vec takes every byte");
    out
}

/// The blocks of data in a page, a line each.
pub(crate) fn data_of_page(page: &str) -> String {
    let blocks = page.split("<script type=\"application/json\" class=\"").skip(1);
    let blocks = blocks.filter_map(|block| block.split_once("</script>"));
    blocks.map(|(block, _)| block.to_owned() + "\n").collect()
}

/// Where the command line is.
pub(crate) fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_postseal"))
}
