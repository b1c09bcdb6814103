//! `postseal config`

use std::io::{self, Write};

use clap::{Args, Subcommand};
use postseal::config::{Config, Origin, ignore};
use postseal::finding::{Severity, Threshold};
use postseal::input::name_of;
use postseal::pattern::label::Class;
use postseal::report::printable;
use postseal::run::ExitStatus;
use serde::Serialize;
use serde_json::{Value, json};

use crate::args::ScanArgs;
use crate::library;

/// What can be done with the configuration.
#[derive(Subcommand)]
pub(crate) enum ConfigCommand {
    /// Show every setting of a scan, and where its value comes from
    Show(Box<ShowArgs>),
}

/// Show every setting of a scan, and where its value comes from.
#[derive(Args)]
#[command(
    after_help = "Example:\n  postseal config show --confidence low\n\nTakes what `postseal scan` takes, and shows what that would go by; nothing is scanned.\n\nA flag goes before a variable of the environment, that before the configuration, that before the default.\n\nExit status: 0 shown · 2 the configuration cannot be used, or bad usage"
)]
pub(crate) struct ShowArgs {
    /// Write one JSON object a line
    #[arg(long, help_heading = "Output")]
    json: bool,

    #[command(flatten)]
    scan: ScanArgs,
}

/// A setting, or one item of a list.
#[derive(Debug, Serialize)]
struct Row {
    setting: String,
    value: Value,
    #[serde(serialize_with = "in_words")]
    origin: Origin,
}

fn in_words<S: serde::Serializer>(origin: &Origin, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(origin)
}

/// Does what `command` asks for.
pub(crate) fn config(command: ConfigCommand) -> anyhow::Result<ExitStatus> {
    let ConfigCommand::Show(args) = command;
    let config = library::config(&args.scan.patterns)?;
    // What it names has to be there, as in a scan.
    library::library(&args.scan.patterns, &config)?;
    let mut rows = Rows { config: &config, rows: Vec::new() };
    rows.file(&args.scan)?;
    rows.patterns(&args.scan);
    rows.own();
    rows.scan(&args.scan);
    rows.allow(&args.scan)?;
    match write(&rows.rows, args.json) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        outcome => outcome?,
    }
    Ok(ExitStatus::Clean)
}

/// Rows of settings, as they come to be.
struct Rows<'c> {
    config: &'c Config,
    rows: Vec<Row>,
}

impl Rows<'_> {
    fn add(&mut self, setting: &str, value: Value, origin: Origin) {
        self.rows.push(Row { setting: setting.to_owned(), value, origin });
    }

    /// A setting that a flag may set.
    fn one(
        &mut self,
        setting: &str,
        flag: (&'static str, Option<Value>),
        default: Value,
        file: Option<Value>,
    ) {
        let (name, given) = flag;
        match (given, file) {
            (Some(value), _) => self.add(setting, value, Origin::Flag(name)),
            (None, Some(value)) => self.add(setting, value, self.config.origin(setting, None)),
            (None, None) => self.add(setting, default, Origin::Default),
        }
    }

    /// The items of a list, of the file and of a flag.
    fn list(&mut self, setting: &str, file: &[String], flag: (&'static str, &[String])) {
        for (index, item) in file.iter().enumerate() {
            self.add(setting, json!(item), self.config.origin(setting, Some(index)));
        }
        for item in flag.1 {
            self.add(setting, json!(item), Origin::Flag(flag.0));
        }
        if file.is_empty() && flag.1.is_empty() {
            self.add(setting, json!([]), Origin::Default);
        }
    }

    fn file(&mut self, args: &ScanArgs) -> anyhow::Result<()> {
        let path = Some(&self.config.path).filter(|path| !path.is_empty());
        let origin = match &args.patterns {
            patterns if patterns.no_config => Origin::Flag("--no-config"),
            patterns if patterns.config.is_some() => Origin::Flag("--config"),
            _ => self.config.origin("config", None),
        };
        self.add("config", json!(path), origin);
        let here = library::here()?;
        let ignored = ignore::find(&here);
        let ignored = ignored.map(|path| name_of(path.strip_prefix(&here).unwrap_or(&path)));
        self.add("ignore-file", json!(ignored), Origin::Default);
        Ok(())
    }

    fn patterns(&mut self, args: &ScanArgs) {
        let given = &args.patterns;
        let names = |paths: &[std::path::PathBuf]| -> Vec<String> {
            paths.iter().map(|path| name_of(path)).collect()
        };
        let paths = (names(&self.config.patterns), names(&given.patterns));
        self.list("patterns", &paths.0, ("--patterns", &paths.1));
        self.list(
            "disable",
            &self.config.disabled(),
            ("--exclude-pattern", &given.exclude_pattern),
        );
        self.list("enable", &self.config.enabled(), ("--pattern", &given.pattern));
    }

    fn own(&mut self) {
        let own = &self.config.own;
        self.list("trusted-hosts", &own.trusted_hosts, ("", &[]));
        let classes = [
            ("password", Some(Class::Password)),
            ("secret", Some(Class::Secret)),
            ("token", Some(Class::Token)),
            ("key", Some(Class::Key)),
            ("private", Some(Class::Private)),
            ("session", Some(Class::Session)),
            ("public", None),
        ];
        for (name, class) in classes {
            let terms = own.labels.iter().filter(|(_, known)| *known == class);
            for (index, (term, _)) in terms.enumerate() {
                let setting = format!("labels.{name}");
                // Headers of services are among them.
                let origin = self.config.origin(&setting, Some(index));
                if origin != Origin::Default {
                    self.add(&setting, json!(term), origin);
                }
            }
        }
        for (index, service) in own.services.iter().enumerate() {
            self.add("service", json!(service.name), self.config.origin("service", Some(index)));
        }
    }

    fn scan(&mut self, args: &ScanArgs) {
        let (file, inputs, findings) = (&self.config.scan, &args.inputs, &args.findings);
        let names = |paths: &[std::path::PathBuf]| -> Vec<String> {
            paths.iter().map(|path| name_of(path)).collect()
        };
        let given = names(&args.paths);
        let known = if given.is_empty() { names(&file.paths) } else { Vec::new() };
        self.list("scan.paths", &known, ("PATH", &given));
        let level = |severity: Severity| json!(severity);
        let default = Threshold::default();
        let severity = findings.levels.threshold(file).severity;
        let confidence = ("--confidence", findings.levels.confidence.map(|level| json!(level)));
        let known = file.confidence.map(|level| json!(level));
        self.one("scan.confidence", confidence, json!(default.confidence), known);
        let given = ("--severity", findings.levels.severity.map(level));
        self.one("scan.severity", given, level(default.severity), file.severity.map(level));
        let given = ("--fail-on", findings.fail_on.map(level));
        self.one("scan.fail-on", given, level(severity), file.fail_on.map(level));
        let given = match &args.accept.baseline {
            Some(path) => ("--baseline", Some(json!(name_of(path)))),
            None => ("--no-baseline", args.accept.no_baseline.then_some(Value::Null)),
        };
        let known = file.baseline.as_ref().map(|path| json!(name_of(path)));
        self.one("scan.baseline", given, Value::Null, known);
        let given = ("--jobs", inputs.jobs.map(|jobs| json!(jobs)));
        self.one("scan.jobs", given, Value::Null, file.jobs.map(|jobs| json!(jobs)));
        let known = if inputs.include.is_empty() { file.include.as_slice() } else { &[] };
        self.list("scan.include", known, ("--include", &inputs.include));
        self.list("scan.exclude", &file.exclude, ("--exclude", &inputs.exclude));
        for (setting, flag, given, known) in [
            ("scan.hidden", "--hidden", inputs.hidden, file.hidden),
            ("scan.no-ignore", "--no-ignore", inputs.no_ignore, file.no_ignore),
            ("scan.follow", "--follow", inputs.follow, file.follow),
        ] {
            let given = (flag, given.then_some(json!(true)));
            let is_written = self.config.origin(setting, None) != Origin::Default;
            self.one(setting, given, json!(false), is_written.then_some(json!(known)));
        }
    }

    fn allow(&mut self, args: &ScanArgs) -> anyhow::Result<()> {
        let trusts = args.accept.trust_input;
        let origin = if trusts { Origin::Flag("--trust-input") } else { Origin::Default };
        self.add("trust-input", json!(trusts), origin);
        let here = library::here()?;
        let ignored = ignore::find(&here).map(|path| ignore::read(&path, &here));
        for rule in self.config.allow.iter().chain(ignored.transpose()?.iter().flatten()) {
            let (path, line) = (rule.place.0.to_string(), rule.place.1);
            let expires = rule.expires.map(|date| date.to_string());
            let value = json!({"reason": rule.reason, "author": rule.author, "expires": expires});
            self.rows.push(Row {
                setting: "allow".to_owned(),
                value,
                origin: Origin::File { path, line },
            });
        }
        Ok(())
    }
}

fn write(rows: &[Row], json: bool) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    if json {
        for row in rows {
            serde_json::to_writer(&mut out, row)?;
            writeln!(out)?;
        }
        return out.flush();
    }
    let lines: Vec<[String; 3]> = rows
        .iter()
        .map(|row| [row.setting.clone(), printable(&text(&row.value)), row.origin.to_string()])
        .collect();
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0).min(60)
    };
    let (first, second) = (width(0), width(1));
    for [setting, value, origin] in &lines {
        writeln!(out, "{setting:first$}  {value:second$}  {}", printable(origin))?;
    }
    out.flush()
}

/// A value as people read it.
fn text(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::String(text) => text.clone(),
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(_, value)| !value.is_null());
            let fields: Vec<String> =
                fields.map(|(name, value)| format!("{name}: {}", text(value))).collect();
            fields.join(", ")
        }
        other => other.to_string(),
    }
}
