//! The smallest pieces of JSON and of what is nearly JSON.

/// Offset of the first single quote, backslash or line feed.
pub(super) fn find_end(rest: &[u8]) -> Option<usize> {
    memchr::memchr3(b'\'', b'\\', b'\n', rest)
}

/// Bytes of the comment at the start of `rest`, if there is one.
pub(super) fn comment_length(rest: &[u8]) -> Option<usize> {
    match rest {
        [b'/', b'/', ..] => Some(memchr::memchr(b'\n', rest).unwrap_or(rest.len())),
        [b'/', b'*', body @ ..] => {
            Some(memchr::memmem::find(body, b"*/").map_or(rest.len(), |end| end + 4))
        }
        _ => None,
    }
}

/// Bytes of the bare word at the start of `rest`.
pub(super) fn word_length(rest: &[u8]) -> usize {
    let part = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'.' | b'-' | b'+' | b'_' | b'$')
            || *byte >= 0x80
    };
    rest.iter().position(|byte| !part(byte)).unwrap_or(rest.len())
}

/// Whether a bare word is one that JSON has.
pub(super) fn is_json_word(word: &[u8]) -> bool {
    let number =
        |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E');
    matches!(word, b"true" | b"false" | b"null")
        || (word.first().is_some_and(|first| first.is_ascii_digit() || *first == b'-')
            && word.iter().all(number))
}
