//! What `scan`, `merge` and `report` write: reports, and a sentence on what they came to.

use std::collections::BTreeSet;
use std::env;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::bail;
use postseal::finding::Severity;
use postseal::pattern::library::Library;
use postseal::pattern::service::Service;
use postseal::report::{
    Advice, Clock, Fan, Guide, ReportOptions, Reporter, Several, Summary, Template,
};

use crate::args::OutputArgs;
use crate::progress::{Progress, Shown};
use crate::target::Target;
use crate::terminal;
use crate::wish::Wish;

/// What writes all reports that `args` ask for, and where they go.
pub(crate) struct Press {
    pub(crate) several: Several,
    pub(crate) fan: Fan<Target>,
}

impl Press {
    /// Opens every target.
    pub(crate) fn new(args: &OutputArgs, options: &ReportOptions) -> anyhow::Result<Self> {
        let targets =
            args.format.iter().map(|wish| match wish.file.as_ref().or(args.output.as_ref()) {
                Some(path) => Target::file(path),
                None => Ok(Target::stdout()),
            });
        let targets = targets.collect::<anyhow::Result<_>>()?;
        let reporter = |wish: &Wish| {
            let to_file = wish.file.is_some() || args.output.is_some();
            let color = !args.no_color && terminal::has_color(to_file);
            let links = terminal::links(args.hyperlinks, to_file);
            (wish.format.make)(ReportOptions { color, links, ..options.clone() })
        };
        let several = Several(args.format.iter().map(reporter).collect());
        Ok(Self { fan: several.fan(targets), several })
    }

    /// Opens the one target of a reporter that no format names.
    pub(crate) fn of(reporter: Box<dyn Reporter>, args: &OutputArgs) -> anyhow::Result<Self> {
        let target = match &args.output {
            Some(path) => Target::file(path)?,
            None => Target::stdout(),
        };
        let several = Several(vec![reporter]);
        Ok(Self { fan: several.fan(vec![target]), several })
    }

    /// Puts every file in its place.
    pub(crate) fn keep(self) -> anyhow::Result<()> {
        self.fan.into_outs().into_iter().try_for_each(Target::keep)
    }
}

/// Whether the reports have one target each.
fn check(args: &OutputArgs) -> anyhow::Result<()> {
    let without_file = args.format.iter().filter(|wish| wish.file.is_none()).count();
    if without_file > 1 {
        bail!(
            "only one report can go to standard output or to -o: give the others a file, as in \
             -f sarif=out.sarif"
        );
    }
    if without_file == 0 && args.output.is_some() {
        bail!("nothing goes to -o: every format has a file of its own");
    }
    let mut files = BTreeSet::new();
    for file in args.format.iter().filter_map(|wish| wish.file.as_ref()).chain(&args.output) {
        if !files.insert(file) {
            bail!("two reports cannot go to one file: {}", file.display());
        }
    }
    let is_template = |wish: &Wish| wish.format.name == "template";
    match (args.format.iter().any(is_template), &args.template) {
        (true, None) => bail!("the template format needs --template FILE"),
        (false, Some(_)) => bail!("--template needs -f template"),
        _ => Ok(()),
    }
}

/// What every format is asked for. Says what does not go together.
pub(crate) fn options(
    args: &OutputArgs,
    show_secrets: bool,
    guide: &Arc<Guide>,
) -> anyhow::Result<ReportOptions> {
    check(args)?;
    let template = args.template.as_deref().map(Template::read).transpose()?;
    Ok(ReportOptions {
        show_secrets,
        hash: args.hash,
        show_suppressed: args.show_suppressed,
        group_by: args.group_by,
        guide: Arc::clone(guide),
        clock: Clock(now),
        template: template.map(Arc::new),
        ..ReportOptions::default()
    })
}

/// Seconds since 1970; what `SOURCE_DATE_EPOCH` says instead, so that a build can be repeated.
#[expect(clippy::disallowed_methods, reason = "some formats must say when the scan was")]
fn now() -> u64 {
    let said = env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    let passed = || SystemTime::now().duration_since(UNIX_EPOCH).ok();
    said.unwrap_or_else(|| passed().map_or(0, |passed| passed.as_secs()))
}

/// Whether a format asks for the guide.
pub(crate) fn is_guided(args: &OutputArgs) -> bool {
    args.format.iter().any(|wish| wish.format.guided)
}

/// Whether hashes are written.
pub(crate) fn hashes(args: &OutputArgs) -> bool {
    args.hash && args.format.iter().any(|wish| wish.format.hashes)
}

/// What reports say of the patterns in `library`.
pub(crate) fn guide(library: &Library) -> Guide {
    let mut guide = Guide::default();
    let advice = |service: &Arc<Service>| {
        Arc::new(Advice { docs: service.docs.clone(), revoke: service.revoke.clone() })
    };
    for service in library.services.iter() {
        guide.add_service(Arc::clone(&service.name), advice(service));
    }
    for pattern in &library.patterns {
        let own = pattern.service.as_ref().filter(|_| pattern.info.service.is_none()).map(advice);
        guide.add_pattern(Arc::clone(&pattern.info), pattern.severity, own);
    }
    for place in library.places.iter() {
        guide.add_pattern(Arc::clone(&place.info), place.severity, None);
    }
    guide
}

/// Shows progress as `args` ask for.
pub(crate) fn progress(args: &OutputArgs) -> Progress {
    Progress::new(args.progress, args.quiet)
}

/// Whether a sentence closes the run: where standard output is not for a program.
pub(crate) fn tells(args: &OutputArgs) -> bool {
    let mut to_stdout = args.format.iter().filter(|wish| wish.file.is_none());
    let is_read = to_stdout.all(|wish| wish.format.name == "text");
    !args.quiet && is_read && args.progress != Shown::Json
}

/// `5 credentials in 12 places (1 critical, 11 high) · 7 files, 3 problems · 4 accepted`
pub(crate) fn sentence(summary: &Summary) -> String {
    let count =
        |count: u64, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let levels: Vec<String> = Severity::ALL
        .iter()
        .zip(summary.by_severity)
        .rev()
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| format!("{count} {severity}"))
        .collect();
    let found = if summary.findings == 0 {
        "no credentials found".to_owned()
    } else {
        let places = count(summary.findings, "place");
        format!(
            "{} in {places} ({})",
            count(summary.credentials(), "credential"),
            levels.join(", ")
        )
    };
    let violations = match summary.violations {
        0 => String::new(),
        violations => format!(", {}", count(violations, "policy violation")),
    };
    let problems = if summary.problems == 0 {
        String::new()
    } else {
        format!(", {}", count(summary.problems, "problem"))
    };
    let accepted = match summary.suppressed {
        0 => String::new(),
        accepted => format!(" · {accepted} accepted"),
    };
    format!("{found}{violations} · {}{problems}{accepted}", count(summary.files, "file"))
}
