//! What somebody may have meant.

/// The word of `words` that `text` most looks like, if it looks like one.
pub fn closest<'w>(text: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let text = text.to_ascii_lowercase().replace('_', "-");
    let most = (text.chars().count() / 3).clamp(1, 3);
    let all = words.into_iter().map(|word| (distance(&text, &word.replace('_', "-")), word));
    all.filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// How many letters are to be added, taken away, replaced or swapped with the next.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    // Longer words are no names of ours.
    if one.len() > 64 || other.len() > 64 {
        return usize::MAX;
    }
    let mut rows = vec![(0..=other.len()).collect::<Vec<usize>>()];
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let at = |up: usize, left: usize| {
                let row = rows.get((i + 1).checked_sub(up)?)?;
                row.get((j + 1).checked_sub(left)?).copied()
            };
            let replaced = at(1, 1).map(|cost| cost + usize::from(a != b));
            let added = row.last().map(|cost| cost + 1);
            let removed = at(1, 0).map(|cost| cost + 1);
            let is_swap =
                i > 0 && j > 0 && one.get(i - 1) == Some(b) && other.get(j - 1) == Some(a);
            let swapped = at(2, 2).filter(|_| is_swap).map(|cost| cost + 1);
            row.push([replaced, added, removed, swapped].into_iter().flatten().min().unwrap_or(0));
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or(0)
}

/// What is meant instead of what serde names in `message`: ``unknown field `severty`, expected one of
/// `severity`, …``.
pub(super) fn remedy(message: &str) -> Option<String> {
    let rest =
        message.strip_prefix("unknown field ").or(message.strip_prefix("unknown variant "))?;
    let mut words = rest.split('`').skip(1).step_by(2);
    let text = words.next()?;
    closest(text, words).map(|word| format!("did you mean `{word}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_other_words() {
        let words = ["severity", "confidence", "fail-on", "include", "hidden"];
        let cases = [
            ("severty", Some("severity")),
            ("Severity", Some("severity")),
            ("confidnece", Some("confidence")),
            ("fail_on", Some("fail-on")),
            ("hiden", Some("hidden")),
            ("colour", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(closest(text, words), expected, "{text}");
        }
        assert_eq!(distance("abc", "acb"), 1);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn remedies_are_read_from_the_messages_of_serde() {
        let message = "unknown field `hiden`, expected one of `hidden`, `include`";
        assert_eq!(remedy(message).as_deref(), Some("did you mean `hidden`?"));
        assert_eq!(remedy("unknown field `x`, there are no fields"), None);
        assert_eq!(remedy("missing field `id`"), None);
    }
}
