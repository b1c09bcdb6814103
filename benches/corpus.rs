//! Writes a folder of synthetic exports to measure on: `cargo run --release --example corpus -- DIR MIB`.
//!
//! Seven tenths of the bytes are small indented collections (10 KB to 2 MB, 212 KB on average), one of
//! them for every tenth an environment beside it; a dump of a hundredth; the rest are large minified
//! collections of at most 100 MB. The same arguments give the same bytes everywhere.

mod exports;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use exports::{Layout, Random, dump, environment, write_collection};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, mebibytes] = arguments.as_slice() else {
        return Err(io::Error::other("usage: corpus DIR MIB"));
    };
    let bytes = mebibytes.parse::<usize>().map_err(io::Error::other)? << 20;
    let folder = Path::new(folder);
    let mut random = Random::new(2);
    small(&folder.join("small"), bytes / 10 * 7, &mut random)?;
    let dumps = folder.join("dumps");
    fs::create_dir_all(&dumps)?;
    fs::write(dumps.join("Backup.postman_dump.json"), dump(&mut random, bytes / 100))?;
    large(&folder.join("minified"), bytes / 10 * 3, &mut random)
}

/// Small indented collections and environments.
fn small(folder: &Path, bytes: usize, random: &mut Random) -> io::Result<()> {
    const SIZES: [usize; 12] = [10, 10, 15, 20, 30, 50, 80, 120, 200, 350, 600, 1060];
    fs::create_dir_all(folder)?;
    let mut written = 0;
    for number in 0.. {
        if written >= bytes {
            break;
        }
        let index = usize::try_from(random.below(SIZES.len() as u64)).unwrap_or(0);
        let size = SIZES.get(index).copied().unwrap_or(10) << 10;
        let path = folder.join(format!("{number:05}.postman_collection.json"));
        let mut out = BufWriter::new(File::create(path)?);
        write_collection(&mut out, Layout::Pretty, size, random)?;
        out.flush()?;
        written += size;
        if number % 10 == 0 {
            let path = folder.join(format!("{number:05}.postman_environment.json"));
            let variables = 10 + random.below(90);
            fs::write(path, environment(random, variables))?;
        }
    }
    Ok(())
}

/// Minified collections.
fn large(folder: &Path, bytes: usize, random: &mut Random) -> io::Result<()> {
    const LARGEST: usize = 100_000_000;
    fs::create_dir_all(folder)?;
    for number in 0..bytes.div_ceil(LARGEST) {
        let path = folder.join(format!("{number:05}.json"));
        let mut out = BufWriter::new(File::create(path)?);
        let size = LARGEST.min(bytes - number * LARGEST);
        write_collection(&mut out, Layout::Minified, size, random)?;
        out.flush()?;
    }
    Ok(())
}
