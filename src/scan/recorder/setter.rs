//! Scripts that set variables: `pm.environment.set("name", "literal")`.

use crate::document::Field;
use crate::scan::variable::Scope;

/// Bytes in front of a literal in which the call that it stands in is looked for.
const FARTHEST: usize = 320;

/// The scope of the variable that the literal `field` is set as; `None` where it is something else.
pub(super) fn scope(field: &Field<'_>) -> Option<Scope> {
    let before = field.before();
    of_call(before.get(before.len().saturating_sub(FARTHEST)..)?, &field.label)
}

/// The scope of the call in whose text `before` the name `label` is the first argument, and which goes
/// on with the second.
fn of_call(before: &[u8], label: &[u8]) -> Option<Scope> {
    let name = unquoted(before).strip_suffix(b",")?;
    let call = unquoted(unquoted(name).strip_suffix(label)?).strip_suffix(b"(")?;
    let call = call.trim_ascii_end();
    if call.ends_with(b"setEnvironmentVariable") {
        return Some(Scope::Environment);
    }
    if call.ends_with(b"setGlobalVariable") {
        return Some(Scope::Globals);
    }
    let store = call.strip_suffix(b".set")?;
    SCOPES.iter().find(|(name, _)| store.ends_with(name)).map(|(_, scope)| *scope)
}

/// What Postman's scripts call the scopes; the longer of two that end alike comes first.
const SCOPES: [(&[u8], Scope); 4] = [
    (b"collectionVariables", Scope::Collection),
    (b"environment", Scope::Environment),
    (b"globals", Scope::Globals),
    (b"variables", Scope::Local),
];

/// `text` without the quotes, escapes and blanks at its end.
fn unquoted(text: &[u8]) -> &[u8] {
    let is_mark = |byte: &u8| matches!(byte, b'"' | b'\'' | b'`' | b'\\' | b' ' | b'\t' | b'\n');
    let end = text.iter().rposition(|byte| !is_mark(byte)).map_or(0, |last| last + 1);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_calls_that_set_a_variable_count() {
        let cases = [
            ("pm.environment.set(\"x\", \"", Some(Scope::Environment)),
            ("pm.globals.set('x','", Some(Scope::Globals)),
            ("pm.collectionVariables.set( `x` , `", Some(Scope::Collection)),
            ("pm.variables.set(\\\"x\\\", \\\"", Some(Scope::Local)),
            ("postman.setEnvironmentVariable(\"x\", \"", Some(Scope::Environment)),
            ("postman.setGlobalVariable(\"x\", \"", Some(Scope::Globals)),
            ("localStorage.set(\"x\", \"", None),
            ("pm.environment.get(\"x\", \"", None),
            ("const x = \"", None),
            ("pm.environment.set(\"y\", \"", None),
        ];
        for (before, scope) in cases {
            assert_eq!(of_call(before.as_bytes(), b"x"), scope, "{before}");
        }
    }
}
