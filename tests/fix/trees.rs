//! Files of JSON and YAML parse to the same tree as before, but for the strings that were fixed.

use postseal::fix::FilePlan;
use serde_json::Value;

/// Compares what another parser makes of the file before and after; what it cannot read before is left out.
pub(crate) fn assert_equal_but_for_strings(plan: &FilePlan<'_>) {
    let Some(before) = parsed(&plan.before) else { return };
    let after = parsed(&plan.after);
    let after = after.unwrap_or_else(|| panic!("{} does not parse any more", plan.path));
    let fixed = plan.outcomes.iter().filter(|outcome| outcome.done.is_ok());
    let values: Vec<String> = fixed.map(|outcome| outcome.finding.secret.reveal_text()).collect();
    let mut changed = 0;
    compare((&before, &after), plan.path, &mut changed);
    assert!(changed <= plan.changed().len(), "{}: {changed} strings changed", plan.path);
    assert_eq!(changed > 0, !values.is_empty(), "{}", plan.path);
}

fn parsed(bytes: &[u8]) -> Option<Vec<Value>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    let json: Result<Vec<Value>, _> =
        serde_json::Deserializer::from_str(text).into_iter().collect();
    json.ok().or_else(|| {
        let documents = serde_yaml_ng::Deserializer::from_str(text);
        documents.map(|document| serde::Deserialize::deserialize(document).ok()).collect()
    })
}

fn compare<'v>(pair: (&'v [Value], &'v [Value]), path: &str, changed: &mut usize) {
    assert_eq!(pair.0.len(), pair.1.len(), "{path}");
    for (before, after) in pair.0.iter().zip(pair.1) {
        value((before, after), path, changed);
    }
}

fn value((before, after): (&Value, &Value), path: &str, changed: &mut usize) {
    match (before, after) {
        (Value::Array(before), Value::Array(after)) => compare((before, after), path, changed),
        (Value::Object(before), Value::Object(after)) => {
            assert_eq!(before.len(), after.len(), "{path}");
            for ((key, before), (same, after)) in before.iter().zip(after) {
                // A key that holds a secret is a string, too.
                *changed += usize::from(key != same);
                value((before, after), path, changed);
            }
        }
        (before, after) if before == after => {}
        (Value::String(_) | Value::Number(_), Value::String(_)) => *changed += 1,
        (before, after) => panic!("{path}: {before} became {after}"),
    }
}
