//! What is looked for: the built-in patterns, with what the configuration and the command line say.

use std::env;
use std::path::PathBuf;

use anyhow::Context;
use postseal::config::Config;
use postseal::pattern::library::Library;
use postseal::pattern::written;

use crate::args::PatternArgs;

/// The configuration that `args` ask for, with what the environment sets.
pub(crate) fn config(args: &PatternArgs) -> anyhow::Result<Config> {
    let here = here()?;
    let set = env::var_os("POSTSEAL_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from);
    let mut config = match args.config.as_ref().or(set.as_ref()) {
        _ if args.no_config => Config::default(),
        Some(path) => Config::read(path, &here)?,
        None => Config::find(&here)?,
    };
    config.set_by(|name| env::var(name).ok())?;
    Ok(config)
}

/// The working directory.
pub(crate) fn here() -> anyhow::Result<PathBuf> {
    env::current_dir().context("there is no working directory")
}

/// The built-in patterns with the user's, as far as they are selected.
pub(crate) fn library(args: &PatternArgs, config: &Config) -> anyhow::Result<Library> {
    let mut library = Library::built_in()?;
    let paths = [config.patterns.as_slice(), &args.patterns].concat();
    library.add(written::read(&paths)?)?;
    library.adapt(config.own.clone());
    let selection = config.selection()?.narrowed(&args.pattern, &args.exclude_pattern)?;
    library.select(&selection).map_err(|error| config.placed(error))?;
    Ok(library)
}
