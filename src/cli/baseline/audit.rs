//! `postseal baseline audit`

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::Path;

use anyhow::Context;
use clap::Args;
use postseal::baseline::{Baseline, Entry, Known};
use postseal::finding::{Date, Finding, State, file_name};
use postseal::report::printable;
use postseal::run::ExitStatus;

use super::answers::Answers;
use super::scanned::{Scanned, scanned};
use super::{BaselineArgs, counts};
use crate::library::here;

/// Go through open findings at the terminal and decide on each.
#[derive(Args)]
#[command(
    after_help = "Example:\n  postseal baseline audit exports/ --author ada\n\nEach credential is asked for once, with all its places. What is decided is written at once.\n\nExit status: 0 all is decided · 1 some is open · 2 something could not be scanned, or bad usage"
)]
pub(crate) struct AuditArgs {
    #[command(flatten)]
    baseline: BaselineArgs,

    /// Who decides, to be written beside each decision
    #[arg(long, value_name = "NAME", help_heading = "Decisions")]
    author: Option<String>,

    /// Last day on which the decisions hold, such as 2027-03-31
    #[arg(long, value_name = "DATE", help_heading = "Decisions")]
    expires: Option<Date>,

    /// Also go through what is decided
    #[arg(long, help_heading = "Decisions")]
    all: bool,

    /// Read the answers from standard input even if it is no terminal
    #[arg(long, help_heading = "Decisions")]
    stdin: bool,
}

/// What may be answered.
const QUESTION: &str = "(f)alse positive, accepted (r)isk, re(v)oked, (a)ctive, (s)how the secret, (n)ext, (b)ack, (q)uit?";

pub(super) fn audit(args: AuditArgs) -> anyhow::Result<ExitStatus> {
    let AuditArgs { baseline, author, expires, all, stdin } = args;
    let is_seen = io::stdin().is_terminal() && io::stdout().is_terminal();
    if !is_seen && !stdin {
        anyhow::bail!(
            "audit asks questions, and this is no terminal: run it at one, or give --stdin to read the answers from standard input"
        );
    }
    let Scanned { findings, summary, file, now, .. } = scanned(&baseline)?;
    let here = here()?;
    let baseline =
        if file.exists() { Baseline::read(&file, &here)? } else { Baseline::empty(&file, &here) };
    let known = Known::new(baseline);
    let credentials = credentials(&findings, &known, (all, now));
    let mut audit = Audit { file: &file, baseline: known.into_baseline(), author, expires };
    let mut input = io::stdin().lock();
    let mut out = io::stdout().lock();
    let mut answers = Answers { input: &mut input, out: &mut out, echo: !is_seen };
    let open = audit.go_through(&credentials, &mut answers)?;
    answers.say(&format!("{}: {}", file.display(), counts(&audit.baseline)))?;
    Ok(match (summary.trouble, open) {
        (true, _) => ExitStatus::Trouble,
        (false, 0) => ExitStatus::Clean,
        (false, _) => ExitStatus::Findings,
    })
}

/// One credential that is to be decided on.
struct Asked<'f> {
    findings: Vec<&'f Finding>,
    /// The entries that know them, as far as there are such.
    entries: Vec<Option<Entry>>,
}

impl Asked<'_> {
    /// What was decided on all of it.
    fn state(&self, now: Option<u64>) -> State {
        let holds = |entry: &Entry| !entry.expires.is_some_and(|date| date.is_over(now));
        let state = |entry: &Option<Entry>| {
            entry.as_ref().filter(|entry| holds(entry)).map_or(State::Active, |entry| entry.state)
        };
        let mut states = self.entries.iter().map(state);
        let first = states.next().unwrap_or(State::Active);
        if states.all(|state| state == first) { first } else { State::Active }
    }
}

/// The credentials among `findings`, in their order; unless all are asked for, those that are open.
fn credentials<'f>(
    findings: &'f [Finding],
    known: &Known,
    (all, now): (bool, Option<u64>),
) -> Vec<Asked<'f>> {
    let mut places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut credentials: Vec<Asked<'f>> = Vec::new();
    for (finding, entry) in findings.iter().zip(known.find(findings)) {
        let key = (finding.secret_id.as_str(), finding.pattern.id.as_str());
        let at = *places.entry(key).or_insert(credentials.len());
        if at == credentials.len() {
            credentials.push(Asked { findings: Vec::new(), entries: Vec::new() });
        }
        if let Some(credential) = credentials.get_mut(at) {
            credential.findings.push(finding);
            credential.entries.push(entry.cloned());
        }
    }
    credentials.retain(|credential| all || credential.state(now) == State::Active);
    credentials
}

/// An audit that goes on.
struct Audit<'a> {
    file: &'a Path,
    baseline: Baseline,
    author: Option<String>,
    expires: Option<Date>,
}

/// What comes next.
enum Step {
    On,
    Back,
    Quit,
}

impl Audit<'_> {
    /// Asks for each credential; gives how many are still open.
    fn go_through(
        &mut self,
        credentials: &[Asked<'_>],
        answers: &mut Answers<'_>,
    ) -> anyhow::Result<usize> {
        let mut states = vec![State::Active; credentials.len()];
        let mut at = 0;
        while let Some(credential) = credentials.get(at) {
            let number = format!("{} of {}", at + 1, credentials.len());
            show(credential, &number, answers)?;
            let step = self.ask(credential, answers, states.get_mut(at))?;
            at = match step {
                Step::On => at + 1,
                Step::Back => at.saturating_sub(1),
                Step::Quit => break,
            };
        }
        Ok(states.iter().filter(|state| **state == State::Active).count())
    }

    fn ask(
        &mut self,
        credential: &Asked<'_>,
        answers: &mut Answers<'_>,
        decided: Option<&mut State>,
    ) -> anyhow::Result<Step> {
        let state = loop {
            let Some(answer) = answers.ask(QUESTION)? else { return Ok(Step::Quit) };
            match answer.to_ascii_lowercase().as_str() {
                "f" => break State::FalsePositive,
                "r" => break State::AcceptedRisk,
                "v" => break State::Revoked,
                "a" => break State::Active,
                "s" => answers.say(&revealed(credential))?,
                "" | "n" => return Ok(Step::On),
                "b" => return Ok(Step::Back),
                "q" => return Ok(Step::Quit),
                _ => answers.say("Answer with one of the letters in brackets.")?,
            }
        };
        let Some(reason) = answers.ask("Why?")? else { return Ok(Step::Quit) };
        self.decide(credential, state, &reason);
        self.baseline.write(self.file).context("what was decided last is lost")?;
        if let Some(decided) = decided {
            *decided = state;
        }
        Ok(Step::On)
    }

    fn decide(&mut self, credential: &Asked<'_>, state: State, reason: &str) {
        for (finding, entry) in credential.findings.iter().zip(&credential.entries) {
            if let Some(entry) = entry {
                self.baseline.entries.remove(&entry.fingerprint);
            }
            let mut entry = Entry::new(finding, &self.baseline.folder);
            entry.state = state;
            entry.reason = Some(reason.to_owned()).filter(|reason| !reason.is_empty());
            entry.author.clone_from(&self.author);
            entry.expires = self.expires;
            self.baseline.insert(entry);
        }
    }
}

/// Places of a credential that are shown.
const MOST_PLACES: usize = 5;

fn show(credential: &Asked<'_>, number: &str, answers: &mut Answers<'_>) -> io::Result<()> {
    let Some(first) = credential.findings.first() else { return Ok(()) };
    let name = printable(&first.pattern.name);
    answers.say(&format!(
        "\n{number}  {}  {name}: {}",
        first.severity,
        printable(&first.secret.to_string())
    ))?;
    for finding in credential.findings.iter().take(MOST_PLACES) {
        let place = &finding.location;
        let file = file_name(&finding.path, finding.entry.as_deref());
        let (line, column) = (place.start.line, place.start.column);
        let names = place.name_path.join(" > ");
        let text = format!("{file}:{line}:{column}  {names} ({})", place.role.as_str());
        answers.say(&format!("  {}", printable(&text)))?;
    }
    if let Some(more) = credential.findings.len().checked_sub(MOST_PLACES).filter(|more| *more > 0)
    {
        answers.say(&format!("  and {more} more"))?;
    }
    if !first.hosts.is_empty() {
        answers.say(&format!("  sent to {}", printable(&first.hosts.join(", "))))?;
    }
    for note in &first.notes {
        answers.say(&format!("  {}", printable(note)))?;
    }
    let known = credential.entries.iter().flatten().find(|entry| entry.state != State::Active);
    if let Some(entry) = known {
        let reason = entry.reason.as_deref().unwrap_or("no reason");
        answers.say(&format!("  {} so far: {}", entry.state, printable(reason)))?;
    }
    Ok(())
}

fn revealed(credential: &Asked<'_>) -> String {
    let value = credential.findings.first().map(|finding| finding.secret.reveal_text());
    format!("  {}", printable(&value.unwrap_or_default()))
}
