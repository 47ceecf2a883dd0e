using System.Text;
using Assay.Examination;
using Assay.Primitives;
using Assay.Tests.House;
using Assay.Tests.Pages;

namespace Assay.Tests.Examination;

/// <summary>The small Debian machine that pages stand on, for tests that add to it.</summary>
internal static class Machines
{
    public const string Venv = "/home/ada/venv";
    public const string Site = Venv + "/lib/python3.11/site-packages";

    public static MemoryMachine Debian() =>
        PageMachine.Of(PageParser.Parse(Path.Combine(Repository.Root, "tests", "Assay.Tests", "Pages", "Bases", "debian12.md")), 0).Machine;

    public static void Install(this MemoryMachine machine, string name, string version, string? record = null, params string[] modules)
    {
        string info = $"{Site}/{name}-{version}.dist-info";
        machine.AddFile(info + "/METADATA", Encoding.UTF8.GetBytes($"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"));
        machine.AddFile(info + "/INSTALLER", "pip\n");
        machine.AddFile(info + "/RECORD", record ?? string.Concat(modules.Select(module => $"{module}/__init__.py,,\n")) + $"{name}-{version}.dist-info/METADATA,,\n");
        foreach (string module in modules) machine.AddFile($"{Site}/{module}/__init__.py", "");
    }

    public static ExaminationResult Examine(IMachine machine, string? subject = Venv, params string[] imports) =>
        Examiner.Run(new ExaminationRequest { Subject = subject, Imports = [.. imports] }, machine);
}
