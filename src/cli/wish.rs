//! `--format FORMAT[=FILE]`

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, Command};
use postseal::report::{self, Format};

/// A format, and where its report goes.
#[derive(Clone)]
pub(crate) struct Wish {
    pub(crate) format: &'static Format,
    pub(crate) file: Option<PathBuf>,
}

/// Takes `sarif` and `sarif=out.sarif`.
#[derive(Clone)]
pub(crate) struct WishParser;

impl TypedValueParser for WishParser {
    type Value = Wish;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Wish, clap::Error> {
        let bytes = value.as_encoded_bytes();
        let (name, file) = match bytes.iter().position(|&byte| byte == b'=') {
            Some(at) => (bytes.get(..at), bytes.get(at + 1..)),
            None => (Some(bytes), None),
        };
        let name = String::from_utf8_lossy(name.unwrap_or_default()).into_owned();
        let name = formats().parse_ref(command, arg, OsStr::new(&name))?;
        let file = file.map(|_| {
            let text = value.to_string_lossy();
            PathBuf::from(text.split_once('=').map_or("", |(_, file)| file))
        });
        let format = report::FORMATS.iter().find(|format| format.name == name);
        match (format, file) {
            (Some(format), file)
                if file.as_ref().is_none_or(|file| !file.as_os_str().is_empty()) =>
            {
                Ok(Wish { format, file })
            }
            _ => Err(clap::Error::raw(ErrorKind::ValueValidation, "name a file behind `=`\n")
                .with_cmd(command)),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values = report::FORMATS.iter();
        Some(Box::new(values.map(|format| PossibleValue::new(format.name).help(format.about))))
    }
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(report::FORMATS.iter().map(|format| format.name))
}
