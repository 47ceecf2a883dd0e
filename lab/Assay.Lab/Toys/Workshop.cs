using System.Security.Cryptography;
using System.Text;
using Assay.Lab.Referee;

namespace Assay.Lab.Toys;

/// <summary>Compiles toys, each recipe once, for the platform asked.</summary>
internal sealed class Workshop(string directory)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, byte[]> made = [];

    /// <summary>The bytes of a toy.</summary>
    public byte[] Build(Toy toy, string platform)
    {
        lock (gate) return File.ReadAllBytes(Path.Combine(this.Make(toy, platform), toy.FileName));
    }

    /// <summary>An executable made from C.</summary>
    public byte[] Program(string source, string platform, params string[] flags)
    {
        string key = Key(platform + "\0program\0" + source + "\0" + string.Join('\0', flags));
        lock (gate)
        {
            if (made.TryGetValue(key, out byte[]? known)) return known;
            string folder = Path.Combine(directory, key);
            string file = Path.Combine(folder, "program");
            if (!File.Exists(file))
            {
                Directory.CreateDirectory(folder);
                File.WriteAllText(Path.Combine(folder, "source.c"), source);
                Compile(platform, ["-O1", "-w", "-o", file, Path.Combine(folder, "source.c"), .. flags]);
            }

            return made[key] = File.ReadAllBytes(file);
        }
    }

    private string Make(Toy toy, string platform)
    {
        string folder = Path.Combine(directory, Key(platform + "\0" + Describe(toy)));
        string file = Path.Combine(folder, toy.FileName);
        if (File.Exists(file)) return folder;
        string scratch = folder + ".new";
        Directory.CreateDirectory(scratch);
        File.WriteAllText(Path.Combine(scratch, "source.c"), toy.Source);
        List<string> arguments = ["-O1", "-w", "-shared", "-fPIC", "-o", Path.Combine(scratch, toy.FileName), Path.Combine(scratch, "source.c"), "-Wl,--no-as-needed", "-Wl,--allow-shlib-undefined", "-Wl,-z,lazy"];
        if (toy.Bare) arguments.Add("-nostdlib");
        if (toy.Soname is not null) arguments.Add("-Wl,-soname," + toy.Soname);
        if (toy.Versions is not null)
        {
            File.WriteAllText(Path.Combine(scratch, "versions"), toy.Versions);
            arguments.Add("-Wl,--version-script=" + Path.Combine(scratch, "versions"));
        }

        // By name, so that DT_NEEDED of a library without a soname is its name and not this machine's path.
        arguments.AddRange(toy.Links.SelectMany(link => (string[])["-L" + this.Make(link, platform), "-l:" + link.FileName]));
        arguments.AddRange(toy.Flags);
        Compile(platform, arguments);
        Directory.Move(scratch, folder);
        return folder;
    }

    private static void Compile(string platform, IReadOnlyList<string> arguments)
    {
        string compiler = platform switch { "aarch64" => "aarch64-linux-gnu-gcc", "musl" => "musl-gcc", _ => "gcc" };
        ChildResult result = ChildProcess.Run(compiler, arguments, timeoutSeconds: 120);
        if (result.ExitStatus != 0) throw new InvalidOperationException($"{compiler} {string.Join(' ', arguments)}\n{result.Error}");
    }

    private static string Describe(Toy toy) =>
        string.Join('\0', [toy.FileName, toy.Soname ?? "-", toy.Source, toy.Versions ?? "-", toy.Bare ? "bare" : "full", .. toy.Flags, .. toy.Links.Select(Describe)]);

    private static string Key(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..20];
}
