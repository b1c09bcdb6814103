//! `postseal policy …`: the rules of policies.

use std::fmt::Write as _;

use anyhow::bail;
use clap::{Args, Subcommand, ValueEnum};
use postseal::finding::{Level, RuleInfo};
use postseal::policy::rules;
use postseal::run::ExitStatus;

use crate::args::level;
use crate::print::print;

/// What one does with policies.
#[derive(Subcommand)]
pub(crate) enum PolicyCommand {
    /// List the rules of `scan --policy`
    List(ListArgs),
    /// Show what a rule objects to, why, and what to do
    Show(ShowArgs),
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal policy list\n  postseal policy list --level l1 --format markdown"
)]
pub(crate) struct ListArgs {
    /// Only the rules of this level, which are also those of the levels before it
    #[arg(long, value_name = "LEVEL", value_parser = level(), help_heading = "Rules")]
    level: Option<Level>,

    /// Form of the list
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    format: Format,
}

#[derive(Args)]
#[command(after_help = "Example:\n  postseal policy show sent-over-http")]
pub(crate) struct ShowArgs {
    /// Ids of rules
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON array of objects
    Json,
    /// A table of Markdown
    Markdown,
}

/// Does it, and says how it ended.
pub(crate) fn policy(command: &PolicyCommand) -> anyhow::Result<ExitStatus> {
    match command {
        PolicyCommand::List(args) => list(args),
        PolicyCommand::Show(args) => show(args),
    }
}

fn list(args: &ListArgs) -> anyhow::Result<ExitStatus> {
    let all = rules()?;
    let most = args.level.unwrap_or(Level::L3);
    let rules = all.iter().map(|rule| &*rule.info).filter(|rule| rule.level <= most);
    let rules: Vec<&RuleInfo> = rules.collect();
    print(&match args.format {
        Format::Text => rules.iter().map(|rule| row(rule)).collect(),
        Format::Json => serde_json::to_string_pretty(&rules)? + "\n",
        Format::Markdown => markdown(&rules),
    })?;
    Ok(ExitStatus::Clean)
}

fn show(args: &ShowArgs) -> anyhow::Result<ExitStatus> {
    let all = rules()?;
    let mut shown = Vec::new();
    for id in &args.ids {
        match all.iter().find(|rule| rule.info.id == *id) {
            Some(rule) => shown.push(card(&rule.info)),
            None => bail!("there is no rule `{id}`: `postseal policy list` shows all"),
        }
    }
    print(&shown.join("\n"))?;
    Ok(ExitStatus::Clean)
}

fn row(rule: &RuleInfo) -> String {
    format!("{}  {:8}  {:33}  {}\n", rule.level.as_str(), rule.severity, rule.id, rule.title)
}

fn card(rule: &RuleInfo) -> String {
    let RuleInfo { id, title, level, severity, why, remediation, .. } = rule;
    let level = level.as_str();
    let mut card = format!("{id}\n  {title}\n  level {level}, severity {severity}\n\n");
    let _ = write!(card, "  Why: {why}\n  What to do: {remediation}\n");
    for (framework, ids) in &rule.controls {
        let _ = writeln!(card, "  {framework}: {}", ids.join(", "));
    }
    card
}

fn markdown(rules: &[&RuleInfo]) -> String {
    let frameworks = rules.first().map(|rule| rule.controls.keys()).into_iter().flatten();
    let frameworks: Vec<&str> = frameworks.map(String::as_str).collect();
    let mut table = format!(
        "| Rule | Level | Severity | Objects to | {} |\n|{}\n",
        frameworks.join(" | "),
        " --- |".repeat(4 + frameworks.len())
    );
    for rule in rules {
        let ids = |framework: &&str| rule.controls.get(*framework).map(|ids| ids.join(", "));
        let controls: Vec<String> = frameworks.iter().filter_map(ids).collect();
        let (level, controls) = (rule.level.as_str(), controls.join(" | "));
        let _ = writeln!(
            table,
            "| `{}` | {level} | {} | {} | {controls} |",
            rule.id, rule.severity, rule.title
        );
    }
    table
}
