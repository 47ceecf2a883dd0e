using System.Text;
using Assay.Packaging.Locking;

namespace Assay.Tests.Packaging.Locking;

/// <summary>No file, however made, gets an exception out of the readers of lock files, nor makes them slow.</summary>
public sealed class HostileLockTests
{
    private static readonly string[] Pieces =
    [
        "version", "lock-version", "\"1.0\"", "1", "_meta", "metadata", "package", "packages", "environments", "default", "dependencies", "name", "source", "files", "wheels", "sdist", "marker", "markers", "url", "hash", "platform",
        " = ", ": ", "- ", "\n", "\n  ", "[[package]]\n", "[metadata]\n", "[", "]", "{", "}", ",", "'", "\"", "\\", "#", "&a ", "*a", "!!x ", "|\n", ">", "?", "--- ", "...", "%YAML 1.1", "<<", "\t", "\0", "\u0085", "\ud800", "é",
        "-r r.txt\n", "-e ", "--hash=sha256:00", " ; ", "@", "git+https://x@", "file://", "numpy", "==1.0", "${A}", "@EXPLICIT\n", "https://c.example/linux-64/a-1-0.conda#00\n", "conda", "pypi", "linux-64", "null", "true", "0x", "1979-05-27",
    ];

    [Fact]
    public void Random_files_are_answered()
    {
        Random random = new(20261129);
        LockKind[] kinds = Enum.GetValues<LockKind>();
        for (int round = 0; round < 20_000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            if (random.Next(4) == 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            LockReading reading = LockReader.Read(kinds[round % kinds.Length], "r.txt", bytes, _ => bytes, name => name);
            Assert.All(reading.Problems, problem => Assert.DoesNotContain('\n', problem));
        }
    }

    [Fact]
    public void Large_and_deep_files_are_answered_in_time()
    {
        foreach (LockKind kind in Enum.GetValues<LockKind>())
            foreach (string piece in (string[])["[", "{", "- ", "a: ", "[[a]]\n", "a.", "(", "\\\n", "a\n", "#\n", "\"", "? ", "&a [*a, *a]\n", "-r r.txt\n", "a = [\n", "${A}"])
                LockReader.Read(kind, "r.txt", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 50_000))), _ => null, _ => "${A}${A}");
    }
}
