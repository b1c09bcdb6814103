//! The text of the hook.

use std::path::Path;

/// How git finds the hook that was there before.
pub(super) const BEFORE: &str = "pre-commit.before-postseal";

/// The line by which the hook is known as ours.
const MARK: &str = "# Written by `postseal hook install`; `postseal hook uninstall` takes it away.";

/// The line that says that nothing else was in the folder's place.
const MADE_FOLDER: &str = "# Its folder was made with it.";

/// The hook.
pub(super) struct Script<'s> {
    /// Where postseal is now.
    pub(super) own: Option<&'s Path>,
    /// Whether the folder of hooks is made for it.
    pub(super) made_folder: bool,
}

impl Script<'_> {
    /// Its text.
    pub(super) fn text(&self) -> String {
        let folder = if self.made_folder { format!("{MADE_FOLDER}\n") } else { String::new() };
        let own = self.own.map(fallback).unwrap_or_default();
        format!(
            r#"#!/bin/sh
{MARK}
{folder}before="$(dirname "$0")/{BEFORE}"
if [ -x "$before" ]; then
  "$before" "$@" || exit
fi
if command -v postseal >/dev/null 2>&1; then
  exec postseal scan --staged --trust-input
fi
{own}echo 'postseal is not on PATH, so what is staged was not scanned, and nothing was committed.' >&2
echo 'Install postseal, or commit this once without any hook: git commit --no-verify' >&2
exit 1
"#
        )
    }

    /// Whether the text of a hook is ours.
    pub(super) fn is_ours(text: &str) -> bool {
        text.lines().any(|line| line == MARK)
    }

    /// Whether the folder of a hook of ours was made for it.
    pub(super) fn made_folder(text: &str) -> bool {
        text.lines().any(|line| line == MADE_FOLDER)
    }
}

/// Programs with windows often know another PATH than shells do.
fn fallback(own: &Path) -> String {
    let Some(path) = own.to_str().filter(|path| !path.contains(['\n', '\r'])) else {
        return String::new();
    };
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let path = format!("'{}'", path.replace('\'', r"'\''"));
    format!("if [ -x {path} ]; then\n  exec {path} scan --staged --trust-input\nfi\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hook_is_known_again_and_quotes_its_path() {
        let script = Script { own: Some(Path::new("/opt/it's/postseal")), made_folder: true };
        let text = script.text();
        assert!(Script::is_ours(&text) && Script::made_folder(&text));
        assert!(text.contains(r"exec '/opt/it'\''s/postseal' scan --staged --trust-input"));
        assert!(!Script::is_ours("#!/bin/sh\npostseal scan --staged\n"));
    }
}
