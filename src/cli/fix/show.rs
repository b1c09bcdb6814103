//! What `fix` prints.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use postseal::finding::Finding;
use postseal::fix::{self, FilePlan, Outcome, Replaced, diff};
use postseal::pattern::library::Library;
use postseal::report::printable;
use postseal::run::ExitStatus;

use super::HowArgs;

/// How often what became of findings.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Findings that were to be fixed.
    pub(super) places: u64,
    /// Those that were not.
    pub(super) refused: u64,
    /// Files that change.
    pub(super) files: u64,
}

/// Prints plans, and counts.
pub(super) struct Show<'s> {
    out: &'s mut dyn Write,
    is_colored: bool,
    library: &'s Library,
    pub(super) counts: Counts,
}

impl<'s> Show<'s> {
    pub(super) fn new(out: &'s mut dyn Write, is_colored: bool, library: &'s Library) -> Self {
        Self { out, is_colored, library, counts: Counts::default() }
    }

    /// What would become of a file.
    pub(super) fn plan(&mut self, plan: &FilePlan<'_>) -> io::Result<()> {
        self.outcomes(plan, "replace")?;
        let diff = diff::diff(plan);
        for line in diff.lines() {
            let style = match line.as_bytes() {
                [b'-', ..] => AnsiColor::Red.on_default(),
                [b'+', ..] => AnsiColor::Green.on_default(),
                _ => AnsiColor::Cyan.on_default(),
            };
            self.line(style, line)?;
        }
        if diff.is_empty() { Ok(()) } else { writeln!(self.out) }
    }

    /// What became of a file.
    pub(super) fn written(&mut self, plan: &FilePlan<'_>) -> io::Result<()> {
        self.outcomes(plan, "replaced")
    }

    fn outcomes(&mut self, plan: &FilePlan<'_>, verb: &str) -> io::Result<()> {
        self.counts.files += u64::from(plan.changes());
        self.line(Style::new().bold(), &printable(plan.path))?;
        for outcome in &plan.outcomes {
            self.counts.places += 1;
            self.counts.refused += u64::from(outcome.done.is_err());
            self.outcome(outcome, verb)?;
        }
        if plan.repeated > 0 {
            let (count, strings) = counted(plan.repeated);
            let line =
                format!("  {verb} the same in {count} more {strings}, where no scan reports it");
            self.line(Style::new(), &line)?;
        }
        if plan.left > 0 {
            let (count, strings) = counted(plan.left);
            let line = format!(
                "  note: {count} more {strings} of this file hold a value that is replaced here: look for it \
                 there"
            );
            self.line(AnsiColor::Yellow.on_default(), &line)?;
        }
        Ok(())
    }

    fn outcome(&mut self, outcome: &Outcome<'_>, verb: &str) -> io::Result<()> {
        let Outcome { finding, done } = outcome;
        let location = &finding.location;
        let place = printable(&location.name_path.join(" › "));
        let (id, secret) = (&finding.pattern.id, printable(&finding.secret.to_string()));
        let entry = finding.entry.as_ref().map(|entry| format!("!{}", printable(entry)));
        let at = format!("{}:{}", location.start.line, location.start.column);
        let head = format!("{}{at} {id} {secret}", entry.map(|e| e + " ").unwrap_or_default());
        let tail = if place.is_empty() { String::new() } else { format!("  {place}") };
        match done {
            Ok(done) => {
                let text = if done.text.is_empty() { "an empty value" } else { &done.text };
                self.line(Style::new(), &format!("  {verb} {head} by {}{tail}", printable(text)))?;
                if let Some(note) = &done.note {
                    self.line(Style::new().dimmed(), &format!("    {}", printable(note)))?;
                }
                Ok(())
            }
            Err(refusal) => {
                let style = AnsiColor::Yellow.on_default();
                self.line(style, &format!("  leave {head}{tail}"))?;
                self.line(style, &format!("    {refusal}"))
            }
        }
    }

    fn line(&mut self, style: Style, line: &str) -> io::Result<()> {
        if self.is_colored {
            writeln!(self.out, "{style}{line}{style:#}")
        } else {
            writeln!(self.out, "{line}")
        }
    }

    /// What is to be done now that `replaced` have been taken out of their files.
    pub(super) fn advice(
        &mut self,
        replaced: &[(&Finding, Replaced)],
        how: &HowArgs,
    ) -> io::Result<()> {
        let mut credentials: BTreeMap<&str, (&Finding, BTreeSet<&str>)> = BTreeMap::new();
        for (finding, done) in replaced {
            let known = credentials.entry(&done.name).or_insert((finding, BTreeSet::new()));
            known.1.extend(finding.service.as_deref());
        }
        writeln!(self.out, "\nThese credentials are still live. Revoke them:")?;
        for (name, (finding, services)) in credentials {
            let service = services.first().copied();
            let words = service.and_then(|service| self.revoke(service));
            let words = words.unwrap_or("revoke it, or change it, where it was issued");
            let service = service.map(|service| format!(" ({service})")).unwrap_or_default();
            let secret = printable(&finding.secret.to_string());
            writeln!(self.out, "  {name}{}, {secret}: {}", printable(&service), printable(words))?;
        }
        let next = match how.to {
            fix::Style::Vault => {
                "Then put the new values into Postman Vault, under these names.".to_owned()
            }
            fix::Style::Variable => format!(
                "Then import {} into Postman, and type the new values in there, as current values only.",
                printable(&how.environment.display().to_string())
            ),
            fix::Style::Placeholder => {
                "Then type the new values in where they are needed.".to_owned()
            }
        };
        writeln!(self.out, "{next}")?;
        if let Some(mapping) = &how.mapping {
            let mapping = printable(&mapping.display().to_string());
            writeln!(
                self.out,
                "The old values are in {mapping} alone. Delete it when all is revoked."
            )?;
        }
        Ok(())
    }

    /// How credentials of `service` are revoked.
    fn revoke(&self, service: &str) -> Option<&'s str> {
        let known = self.library.services.iter().find(|known| &*known.name == service)?;
        Some(known.revoke.as_str()).filter(|words| !words.is_empty())
    }

    /// The status of what is left.
    pub(super) fn left(&self) -> ExitStatus {
        if self.counts.refused > 0 { ExitStatus::Findings } else { ExitStatus::Clean }
    }

    /// `would replace 5 of 7 places in 3 files; --write does it`
    pub(super) fn sentence(&self, write: bool) -> String {
        let Counts { places, refused, files } = self.counts;
        if places == 0 {
            return "nothing to fix".to_owned();
        }
        let count =
            |count: u64, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        let done = format!(
            "{} of {} in {}",
            places - refused,
            count(places, "place"),
            count(files, "file")
        );
        match (write, refused == places) {
            (true, _) => format!("replaced {done}"),
            (false, true) => format!("would replace {done}"),
            (false, false) => format!("would replace {done}; --write does it"),
        }
    }
}

fn counted(count: u64) -> (u64, &'static str) {
    (count, if count == 1 { "string" } else { "strings" })
}
