//! `postseal pattern list` and `postseal pattern show`

use anyhow::bail;
use clap::{Args, ValueEnum};
use postseal::finding::Severity;
use postseal::pattern::library::Library;
use postseal::run::ExitStatus;
use postseal::workshop::card::{Filter, cards, markdown, table};

use crate::args::severity;
use crate::print::print;

#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal pattern list\n  postseal pattern list slack\n  postseal pattern list --severity critical --format markdown"
)]
pub(crate) struct ListArgs {
    /// Only patterns whose id, name or service holds TEXT
    #[arg(value_name = "TEXT")]
    text: Option<String>,

    /// Only patterns of services whose name holds TEXT
    #[arg(long, value_name = "TEXT", help_heading = "Patterns")]
    service: Option<String>,

    /// Only patterns of this severity
    #[arg(long, value_name = "LEVEL", value_parser = severity(), help_heading = "Patterns")]
    severity: Option<Severity>,

    /// Form of the list
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    format: Format,
}

#[derive(Args)]
#[command(after_help = "Example:\n  postseal pattern show github-pat slack-webhook")]
pub(crate) struct ShowArgs {
    /// Ids of patterns
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,

    /// Form of what is shown
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    format: Format,
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

pub(super) fn list(args: &ListArgs) -> anyhow::Result<ExitStatus> {
    let library = Library::built_in()?;
    let filter =
        Filter { service: args.service.clone(), severity: args.severity, text: args.text.clone() };
    let cards = cards(&library, &filter);
    print(&match args.format {
        Format::Text => table(&cards),
        Format::Json => json(&cards)?,
        Format::Markdown => markdown(&cards),
    })?;
    Ok(ExitStatus::Clean)
}

pub(super) fn show(args: &ShowArgs) -> anyhow::Result<ExitStatus> {
    let library = Library::built_in()?;
    let all = cards(&library, &Filter::default());
    let mut shown = Vec::new();
    for id in &args.ids {
        match all.iter().find(|card| card.id == id) {
            Some(card) => shown.push(card),
            None => bail!("there is no pattern `{id}`: `postseal pattern list` shows all"),
        }
    }
    print(&match args.format {
        Format::Json => json(&shown)?,
        Format::Text | Format::Markdown => {
            shown.iter().map(|card| card.text()).collect::<Vec<_>>().join("\n")
        }
    })?;
    Ok(ExitStatus::Clean)
}

fn json<'c>(cards: impl serde::Serialize + 'c) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(&cards)? + "\n")
}
