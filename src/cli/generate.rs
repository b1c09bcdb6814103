//! `postseal completions` and `postseal man`: made of the same definitions as the help.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Command, ValueHint};
use clap_complete::Shell;
use clap_mangen::Man;
use postseal::run::ExitStatus;

/// What completes the words of a shell.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal completions bash > ~/.local/share/bash-completion/completions/postseal\n  postseal completions zsh > ~/.zfunc/_postseal\n  postseal completions fish > ~/.config/fish/completions/postseal.fish\n  postseal completions powershell >> $PROFILE"
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Pages of the manual.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal man | man -l -\n  postseal man ~/.local/share/man/man1"
)]
pub(crate) struct ManArgs {
    /// Write a page for each command into this folder, instead of the first page to standard output
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    folder: Option<PathBuf>,
}

/// Prints the completions of `command`.
pub(crate) fn completions(
    args: &CompletionsArgs,
    mut command: Command,
) -> anyhow::Result<ExitStatus> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "postseal", &mut script);
    let mut out = io::stdout().lock();
    out.write_all(&script)?;
    out.flush()?;
    Ok(ExitStatus::Clean)
}

/// Writes the manual of `command`.
pub(crate) fn man(args: &ManArgs, mut command: Command) -> anyhow::Result<ExitStatus> {
    // Names of subcommands become whole: `postseal-pattern-list`.
    command.build();
    let Some(folder) = &args.folder else {
        let mut page = Vec::new();
        Man::new(command).render(&mut page)?;
        let mut out = io::stdout().lock();
        out.write_all(&page)?;
        out.flush()?;
        return Ok(ExitStatus::Clean);
    };
    fs::create_dir_all(folder).with_context(|| format!("cannot write {}", folder.display()))?;
    pages(command, folder)?;
    Ok(ExitStatus::Clean)
}

/// A page for `command` and each command below it.
fn pages(command: Command, folder: &Path) -> anyhow::Result<()> {
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        pages(below.clone(), folder)?;
    }
    let man = Man::new(command);
    let path = folder.join(man.get_filename());
    let mut page = Vec::new();
    man.render(&mut page)?;
    fs::write(&path, page).with_context(|| format!("cannot write {}", path.display()))
}
