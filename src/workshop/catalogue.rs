//! The catalogue: pattern files as one works on them, over the built-in library.

use crate::pattern::excerpt::Excerpt;
use crate::pattern::library::Library;
use crate::pattern::written::PatternFile;
use crate::pattern::{Pattern, PatternError};

/// The texts of the built-in files of services, by their paths from the root of the package.
pub static BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Pattern files over the built-in library.
#[derive(Debug)]
pub struct Catalogue {
    /// The built-in patterns, with those of the files in place of the ones with the same ids.
    pub library: Library,
    /// The patterns that one works on, by their index in the library: those of the files, or all.
    pub chosen: Vec<usize>,
    files: Vec<File>,
}

/// A file without its patterns, which are in the library.
#[derive(Debug)]
struct File {
    written: PatternFile,
    /// Their ids, in the order of the file.
    ids: Vec<String>,
}

impl Catalogue {
    /// The built-in patterns, read from the texts of their files.
    ///
    /// # Errors
    /// Only if what is embedded does not fit this version.
    pub fn built_in() -> Result<Self, PatternError> {
        let mut library = Library::built_in()?;
        library.patterns.clear();
        library.services.clear();
        let files = BUILT_IN.iter().map(|(name, text)| PatternFile::parse(name, text));
        Self::over(library, files.collect::<Result<_, _>>()?)
    }

    /// The patterns of `files` over the built-in ones.
    ///
    /// # Errors
    /// If two of them have one id.
    pub fn over_built_in(files: Vec<PatternFile>) -> Result<Self, PatternError> {
        Self::over(Library::built_in()?, files)
    }

    fn over(mut library: Library, files: Vec<PatternFile>) -> Result<Self, PatternError> {
        let kept = files.iter().map(|file| File {
            ids: file.patterns.iter().map(|pattern| pattern.info.id.clone()).collect(),
            written: PatternFile {
                path: file.path.clone(),
                text: file.text.clone(),
                patterns: Vec::new(),
                service: file.service.clone(),
            },
        });
        let kept: Vec<File> = kept.collect();
        library.add(files)?;
        let is_written =
            |pattern: &Pattern| kept.iter().any(|file| file.ids.contains(&pattern.info.id));
        let chosen = library.patterns.iter().enumerate();
        let chosen = chosen.filter(|(_, pattern)| is_written(pattern)).map(|(index, _)| index);
        Ok(Self { chosen: chosen.collect(), library, files: kept })
    }

    /// The patterns that one works on.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        self.chosen.iter().filter_map(|&index| self.library.patterns.get(index))
    }

    /// What is wrong with a field of the pattern `id`, or with an item of it.
    pub(super) fn excerpt(
        &self,
        id: &str,
        (field, item): (&str, Option<usize>),
        problem: String,
    ) -> Excerpt {
        match self.file_of(id) {
            Some((file, index)) => file.written.excerpt((index, field, item), problem),
            None => Excerpt::new("built-in", "", 0..0, problem),
        }
    }

    /// The path of the file that the pattern `id` stands in.
    pub(super) fn path(&self, id: &str) -> &str {
        self.file_of(id).map_or("", |(file, _)| &file.written.path)
    }

    /// The literals of the pattern `id` as its file writes them.
    pub(super) fn written_literals(&self, id: &str) -> Vec<String> {
        let literals = || {
            let (file, index) = self.file_of(id)?;
            let table: toml::Table = file.written.text.parse().ok()?;
            let literals = table.get("pattern")?.get(index)?.get("literals")?.as_array()?;
            Some(literals.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect())
        };
        literals().unwrap_or_default()
    }

    fn file_of(&self, id: &str) -> Option<(&File, usize)> {
        self.files.iter().find_map(|file| {
            let index = file.ids.iter().position(|written| written == id)?;
            Some((file, index))
        })
    }
}
