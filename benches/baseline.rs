//! Baselines of a comparison: `read DIR…` reads every file into one reused buffer and adds its words up;
//! `literals` prints the literals of all patterns, one a line, for other tools to search for.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use postseal::pattern::library::Library;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut out = io::stdout().lock();
    match arguments.split_first() {
        Some((verb, folders)) if verb == "read" => {
            let mut reader = Reader::default();
            for folder in folders {
                reader.all(Path::new(folder))?;
            }
            writeln!(out, "{} bytes, sum {}", reader.bytes, reader.sum)
        }
        Some((verb, [])) if verb == "literals" => {
            let library = Library::built_in().map_err(io::Error::other)?;
            for literal in library.patterns.iter().flat_map(|pattern| &pattern.literals) {
                out.write_all(&literal.bytes)?;
                out.write_all(b"\n")?;
            }
            Ok(())
        }
        _ => Err(io::Error::other("usage: baseline read DIR... | baseline literals")),
    }
}

/// Bytes that are read at once.
const CHUNK: usize = 256 << 10;

#[derive(Default)]
struct Reader {
    buffer: Vec<u8>,
    bytes: u64,
    sum: u64,
}

impl Reader {
    fn all(&mut self, path: &Path) -> io::Result<()> {
        if !path.is_dir() {
            return self.file(path);
        }
        for entry in fs::read_dir(path)? {
            self.all(&entry?.path())?;
        }
        Ok(())
    }

    fn file(&mut self, path: &Path) -> io::Result<()> {
        let mut file = File::open(path)?;
        self.buffer.resize(CHUNK, 0);
        loop {
            let read = file.read(&mut self.buffer)?;
            if read == 0 {
                return Ok(());
            }
            let text = self.buffer.get(..read).unwrap_or_default();
            self.bytes += read as u64;
            for word in text.chunks_exact(8) {
                let word = word.try_into().map_or(0, u64::from_le_bytes);
                self.sum = self.sum.wrapping_add(word);
            }
        }
    }
}
