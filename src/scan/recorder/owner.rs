//! Whose a document is, where its export says so.

use crate::document::Field;
use crate::location::Role;

/// Most accounts that are kept of one source.
pub(super) const MOST_OWNERS: usize = 64;

/// The account that `field` names: the exporter of a collection, the owner of what the API answers or
/// of an old export, the number in front of a uid or in a collection's link.
pub(super) fn of(field: &Field<'_>) -> Option<u64> {
    if !may_be(field.role, &field.label) {
        return None;
    }
    let text = field.raw();
    let digits = match field.label.as_ref() {
        b"_exporter_id" | b"owner" => text,
        b"uid" => before_uuid(text)?,
        b"_collection_link" => before_uuid(text.rsplit(|byte| *byte == b'/').next()?)?,
        _ => return None,
    };
    let number: u64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (number >= SMALLEST).then_some(number)
}

/// Whether an account may stand under this label.
pub(in crate::scan) fn may_be(role: Role, label: &[u8]) -> bool {
    matches!(role, Role::Name | Role::Value)
        && matches!(label, b"_exporter_id" | b"owner" | b"uid" | b"_collection_link")
}

/// Smaller numbers stand for nobody: Postman's accounts have more digits.
const SMALLEST: u64 = 1000;

/// The digits in front of a UUID: `1234567-b0bd3fe0-3d76-46b0-a899-ec3ae36a9463`.
fn before_uuid(text: &[u8]) -> Option<&[u8]> {
    const UUID: usize = 36;
    let uid = text.split(|byte| *byte == b'?').next()?;
    let digits = uid.get(..uid.len().checked_sub(UUID + 1)?)?;
    (uid.get(digits.len()) == Some(&b'-')).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_stands_in_front_of_a_uuid() {
        let uuid = "b0bd3fe0-3d76-46b0-a899-ec3ae36a9463";
        let cases = [
            (format!("1234567-{uuid}"), Some("1234567")),
            (format!("1234567-{uuid}?source=x"), Some("1234567")),
            (uuid.to_owned(), None),
            ("1234567".to_owned(), None),
            (String::new(), None),
        ];
        for (text, digits) in cases {
            assert_eq!(before_uuid(text.as_bytes()), digits.map(str::as_bytes), "{text}");
        }
    }
}
