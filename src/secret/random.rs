//! How much of a value is random.

/// Shannon entropy of the bytes of `value`, in bits a byte: 0 for an empty or repeated value, about
/// 4 for random hex, about 5.5 for a long random base62 run.
pub fn entropy(value: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    // A bit for each byte that stands in it, so that the others cost nothing.
    let mut present = [0_u64; 4];
    for &byte in value {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
        if let Some(bits) = present.get_mut(usize::from(byte >> 6)) {
            *bits |= 1 << (byte & 63);
        }
    }
    let total = as_f64(value.len());
    // Few counts differ, and a logarithm is dear.
    let mut shares = [None; 16];
    let mut share = |count: u32| {
        let share = || {
            let p = f64::from(count) / total;
            -p * p.log2()
        };
        match shares.get_mut(count as usize) {
            Some(known) => *known.get_or_insert_with(share),
            None => share(),
        }
    };
    let mut sum = -0.0;
    for (block, &bits) in present.iter().enumerate() {
        let mut rest = bits;
        while rest != 0 {
            let byte = 64 * block + rest.trailing_zeros() as usize;
            sum += share(counts.get(byte).copied().unwrap_or_default());
            rest &= rest - 1;
        }
    }
    sum
}

/// An estimate of how many random bits `value` holds, wary of words: a letter of a word counts as
/// 1.5 bits, whatever the entropy of the whole.
pub fn random_bits(value: &[u8]) -> f64 {
    let letters = word_letters(value);
    as_f64(value.len() - letters) * entropy(value) + as_f64(letters) * 1.5
}

/// How many letters of `value` stand in words: runs of at least four letters of one case, or of one
/// case behind their first, that read like a word. `updatePassword` is two.
pub fn word_letters(value: &[u8]) -> usize {
    let is_word = |word: &&[u8]| {
        let tail = word.get(1..).unwrap_or_default();
        let one_case =
            tail.iter().all(u8::is_ascii_lowercase) || word.iter().all(u8::is_ascii_uppercase);
        word.len() >= 4 && one_case && reads_like_a_word(word)
    };
    value
        .split(|byte| !byte.is_ascii_alphabetic())
        .flat_map(|run| run.chunk_by(|a, b| !(a.is_ascii_lowercase() && b.is_ascii_uppercase())))
        .filter(is_word)
        .map(<[u8]>::len)
        .sum()
}

/// Whether a run of letters has the vowels of a word: at least one in five, never five consonants
/// in a row.
pub fn reads_like_a_word(letters: &[u8]) -> bool {
    let (mut vowels, mut run, mut longest) = (0, 0, 0);
    for &byte in letters {
        if VOWELS >> (byte & 31) & 1 != 0 && byte.is_ascii_alphabetic() {
            (vowels, run) = (vowels + 1, 0);
        } else {
            run += 1;
            longest = longest.max(run);
        }
    }
    vowels * 5 >= letters.len() && longest < 5
}

/// A bit for each vowel, by its number among the letters.
const VOWELS: u32 = {
    let (mut bits, mut vowels) = (0, b"aeiouy".as_slice());
    while let [vowel, rest @ ..] = vowels {
        bits |= 1 << (*vowel & 31);
        vowels = rest;
    }
    bits
};

#[expect(clippy::cast_precision_loss, reason = "lengths far below 2^52")]
fn as_f64(length: usize) -> f64 {
    length as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_no_randomness() {
        for plain in
            ["password", "Winter2024!", "correcthorsebatterystaple", "aaaaaaaaaaaaaaaaaaaaaaaa"]
        {
            assert!(random_bits(plain.as_bytes()) < 64.0, "{plain}");
        }
        for strong in ["9f86d081884c7d659a2feaa0c55ad015", "kX7pQz2LmN8vRtYw3B"] {
            assert!(random_bits(strong.as_bytes()) >= 64.0, "{strong}");
        }
    }

    #[test]
    fn entropy_is_the_plain_sum_to_the_last_bit() {
        let mut state = 7_u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        };
        for length in 0..200 {
            let spread = [0xff, 0x1f, 0x03][length % 3];
            let value: Vec<u8> = (0..length).map(|_| random() & spread).collect();
            let counts = (0..=u8::MAX)
                .map(|byte| value.iter().map(|b| usize::from(*b == byte)).sum::<usize>());
            let shares = counts.filter(|&count| count > 0).map(|count| {
                let p = as_f64(count) / as_f64(length);
                -p * p.log2()
            });
            assert_eq!(entropy(&value).to_bits(), shares.sum::<f64>().to_bits(), "{value:?}");
        }
    }
}
