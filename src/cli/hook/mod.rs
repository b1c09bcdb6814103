//! `postseal hook`: the hook of plain git that scans what is staged.

mod place;
mod script;

use std::env;

use anyhow::Context;
use clap::Subcommand;
use postseal::run::ExitStatus;

use place::{Place, State};
use script::Script;

use crate::print::print;

/// Scan what is staged before each commit.
#[derive(Subcommand)]
pub(crate) enum HookCommand {
    /// Have git scan what is staged before each commit; a hook that is there already still runs, before
    #[command(after_help = "Example:\n  postseal hook install && git commit")]
    Install,
    /// Take the hook away, and put back the one that was there before
    #[command(after_help = "Example:\n  postseal hook uninstall")]
    Uninstall,
    /// Say whether the hook is installed, and where: ends with 0 if it is, and with 1 if it is not
    #[command(after_help = "Example:\n  postseal hook status || postseal hook install")]
    Status,
}

/// Does what `command` says in the repository around the working directory.
pub(crate) fn hook(command: &HookCommand) -> anyhow::Result<ExitStatus> {
    let place = Place::find(&env::current_dir().context("there is no working directory")?)?;
    match command {
        HookCommand::Install => install(&place),
        HookCommand::Uninstall => uninstall(&place),
        HookCommand::Status => status(&place),
    }
}

fn install(place: &Place) -> anyhow::Result<ExitStatus> {
    let own = env::current_exe().ok();
    let script = Script { own: own.as_deref(), made_folder: place.folder_is_missing() };
    match place.state()? {
        State::Ours { text, .. } => {
            // Whether the folder is to go with the hook is known only from the first time.
            let made_folder = Script::made_folder(&text);
            place.replace(&Script { made_folder, ..script }.text())?;
            say("already installed", place)?;
        }
        State::None => {
            place.put(&script.text())?;
            say("installed", place)?;
        }
        State::Other => {
            place.put_before(&script.text())?;
            say("installed", place)?;
            print(&format!("the hook that was there runs first: {}\n", place.before.display()))?;
        }
    }
    place.note().map_or(Ok(()), print)?;
    Ok(ExitStatus::Clean)
}

fn uninstall(place: &Place) -> anyhow::Result<ExitStatus> {
    match place.state()? {
        State::Ours { text, has_before } => {
            place.take_away(Script::made_folder(&text))?;
            say("taken away", place)?;
            if has_before {
                print("the hook that was there before is back in its place\n")?;
            }
        }
        State::None => say("not installed", place)?,
        State::Other => {
            say("not installed", place)?;
            print("the hook there is not postseal's, and stays as it is\n")?;
        }
    }
    Ok(ExitStatus::Clean)
}

fn status(place: &Place) -> anyhow::Result<ExitStatus> {
    let (what, status) = match place.state()? {
        State::Ours { .. } if !place.is_executable() => (
            "installed, but not executable: git passes it over; install it again",
            ExitStatus::Findings,
        ),
        State::Ours { .. } => ("installed", ExitStatus::Clean),
        State::None => ("not installed", ExitStatus::Findings),
        State::Other => ("not installed; another hook is there", ExitStatus::Findings),
    };
    say(what, place)?;
    if matches!(place.state()?, State::Ours { has_before: true, .. }) {
        print(&format!("runs first: {}\n", place.before.display()))?;
    }
    Ok(status)
}

fn say(what: &str, place: &Place) -> anyhow::Result<()> {
    print(&format!("{what}: {}\n", place.hook.display()))
}
