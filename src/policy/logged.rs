//! `written-to-console`

use crate::finding::LogCall;

pub(super) fn check(call: &LogCall) -> String {
    match &call.location.label {
        Some(label) => format!("writes the value of {label}"),
        None => "writes a literal credential".to_owned(),
    }
}
