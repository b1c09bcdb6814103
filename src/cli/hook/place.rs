//! Where the hook goes, and what is there.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use postseal::git;

use super::script::{BEFORE, Script};

/// The place of the hook.
pub(super) struct Place {
    folder: PathBuf,
    /// The hook.
    pub(super) hook: PathBuf,
    /// Where a hook goes that was there before.
    pub(super) before: PathBuf,
    is_shared: bool,
}

/// What is in the place.
pub(super) enum State {
    /// Nothing.
    None,
    /// Our hook.
    Ours { text: String, has_before: bool },
    /// Some other hook.
    Other,
}

/// Most bytes of a hook that are read to tell whether it is ours.
const MOST: u64 = 64 << 10;

impl Place {
    /// The place in the repository that `folder` is in.
    pub(super) fn find(folder: &Path) -> anyhow::Result<Self> {
        let hooks = git::hooks(folder)?;
        if hooks.folder.ends_with(".husky/_") {
            bail!(
                "husky manages the hooks of this repository: add the line `postseal scan --staged` to .husky/pre-commit"
            );
        }
        let (hook, before) = (hooks.folder.join("pre-commit"), hooks.folder.join(BEFORE));
        Ok(Self { folder: hooks.folder, hook, before, is_shared: hooks.is_shared })
    }

    /// Whether there is no folder of hooks.
    pub(super) fn folder_is_missing(&self) -> bool {
        !self.folder.exists()
    }

    /// What a user should know of the place.
    pub(super) fn note(&self) -> Option<&'static str> {
        self.is_shared.then_some(
            "core.hooksPath is set for more than this repository: the hook runs in all that share it\n",
        )
    }

    /// What is there.
    pub(super) fn state(&self) -> anyhow::Result<State> {
        let data = match self.hook.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::None),
            data => data.with_context(|| format!("cannot look at {}", self.hook.display()))?,
        };
        if data.is_dir() {
            bail!("{} is a folder: put it away", self.hook.display());
        }
        if !data.is_file() || data.len() > MOST {
            return Ok(State::Other);
        }
        let text = fs::read(&self.hook);
        let text = text.with_context(|| format!("cannot read {}", self.hook.display()))?;
        let text = String::from_utf8_lossy(&text).into_owned();
        let has_before = self.has_before();
        Ok(if Script::is_ours(&text) { State::Ours { text, has_before } } else { State::Other })
    }

    /// Whether git would run the hook.
    pub(super) fn is_executable(&self) -> bool {
        is_executable(&self.hook)
    }

    fn has_before(&self) -> bool {
        self.before.symlink_metadata().is_ok()
    }

    /// Puts the hook where none is.
    pub(super) fn put(&self, text: &str) -> anyhow::Result<()> {
        if self.has_before() {
            bail!("{} is there from an earlier hook: put it away", self.before.display());
        }
        self.replace(text)
    }

    /// Puts the hook before the one that is there, which keeps its bytes and mode under another name.
    pub(super) fn put_before(&self, text: &str) -> anyhow::Result<()> {
        if self.has_before() {
            bail!(
                "{} and {} are both there, and neither is postseal's: put one away",
                self.hook.display(),
                self.before.display()
            );
        }
        let kept = fs::hard_link(&self.hook, &self.before);
        kept.or_else(|_| fs::rename(&self.hook, &self.before))
            .with_context(|| format!("cannot keep the hook as {}", self.before.display()))?;
        self.replace(text).inspect_err(|_| {
            // The old hook is back in its place, whether it was linked or moved.
            let _ = fs::rename(&self.before, &self.hook);
            let _ = fs::remove_file(&self.before);
        })
    }

    /// Writes the hook in one step, so that there is always a whole one.
    pub(super) fn replace(&self, text: &str) -> anyhow::Result<()> {
        let failed = || format!("cannot write the hook {}", self.hook.display());
        fs::create_dir_all(&self.folder).with_context(failed)?;
        let draft = self.folder.join("pre-commit.postseal-draft");
        let written = write(&draft, text).and_then(|()| fs::rename(&draft, &self.hook));
        written.inspect_err(|_| drop(fs::remove_file(&draft))).with_context(failed)
    }

    /// Takes the hook away and puts the one from before back; the folder goes too, if it was made for the hook and
    /// nothing else is in it.
    pub(super) fn take_away(&self, folder_too: bool) -> anyhow::Result<()> {
        let failed = || format!("cannot take away the hook {}", self.hook.display());
        if self.has_before() {
            return fs::rename(&self.before, &self.hook).with_context(failed);
        }
        fs::remove_file(&self.hook).with_context(failed)?;
        if folder_too {
            // One that is not empty stays.
            let _ = fs::remove_dir(&self.folder);
        }
        Ok(())
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    make_executable(&file)
}

#[cfg(unix)]
fn make_executable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o755))
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|data| data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on systems that have such a bit")]
fn make_executable(_file: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn is_executable(_path: &Path) -> bool {
    true
}
