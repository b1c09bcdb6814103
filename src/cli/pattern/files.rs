//! The files that the subcommands of `pattern` are given.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use postseal::input::{self, Collected, Input, WalkOptions};
use postseal::pattern::written;
use postseal::workshop::catalogue::Catalogue;

/// The patterns of `files`, and of the TOML files in folders among them, over the built-in ones; the
/// built-in ones where there are none.
pub(super) fn catalogue(files: &[PathBuf]) -> anyhow::Result<Catalogue> {
    if files.is_empty() {
        return Ok(Catalogue::built_in()?);
    }
    Ok(Catalogue::over_built_in(written::read(files)?)?)
}

/// The content of a text file.
pub(super) fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", name(path)))
}

/// A path as it is printed.
pub(super) fn name(path: &Path) -> String {
    Input::File(path.to_owned()).name()
}

/// The files at `paths`, walked as a scan does.
pub(super) fn inputs(
    paths: &[PathBuf],
) -> anyhow::Result<impl Iterator<Item = Collected> + Send + use<>> {
    Ok(input::collect(paths.to_vec(), WalkOptions::default())?)
}

/// The names and bytes of the files at `paths`, one at a time.
pub(super) fn texts(
    paths: &[PathBuf],
) -> anyhow::Result<impl Iterator<Item = (String, Vec<u8>)> + use<>> {
    Ok(inputs(paths)?.filter_map(|input| match input {
        Ok(Input::File(path)) => fs::read(&path).ok().map(|bytes| (name(&path), bytes)),
        _ => None,
    }))
}
