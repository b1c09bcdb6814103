//! What is looked for: the built-in patterns, with what the configuration and the command line say.

use std::env;

use anyhow::Context;
use postseal::config::Config;
use postseal::pattern::library::Library;
use postseal::pattern::written;

use crate::args::PatternArgs;

/// The configuration that `args` ask for.
pub(crate) fn config(args: &PatternArgs) -> anyhow::Result<Config> {
    Ok(match &args.config {
        Some(path) => Config::read(path)?,
        None if args.no_config => Config::default(),
        None => Config::find(&env::current_dir().context("there is no working directory")?)?,
    })
}

/// The built-in patterns with the user's, as far as they are selected.
pub(crate) fn library(args: &PatternArgs, config: &Config) -> anyhow::Result<Library> {
    let mut library = Library::built_in()?;
    let paths = [config.patterns.as_slice(), &args.patterns].concat();
    library.add(written::read(&paths)?)?;
    let selection = config.selection()?.narrowed(&args.pattern, &args.exclude_pattern)?;
    library.select(&selection).map_err(|error| config.placed(error))?;
    Ok(library)
}
