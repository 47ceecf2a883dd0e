using System.Collections.Immutable;

namespace Assay.Repairs;

/// <summary>The commands of a repair, in the words of the tool that owns the environment.</summary>
internal static class RepairCommands
{
    /// <summary>The command that makes an empty environment.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="places">Where.</param>
    /// <param name="uv">Where uv is; of no use to pip.</param>
    public static RepairCommand Create(RepairOrder order, RepairPlaces places, string uv)
    {
        string[] site = order.SystemSitePackages ? ["--system-site-packages"] : [];
        string[] prompt = order.Prompt is { } text ? ["--prompt", text] : [];
        return order.Tool == RepairTool.Pip
            ? new RepairCommand(RepairStep.Creating, [order.BasePython, "-I", "-m", "venv", .. order.HasPip ? [] : new[] { "--without-pip" }, .. site, .. prompt, places.New])
            : new RepairCommand(RepairStep.Creating, [uv, "venv", "--no-config", "--no-progress", "--no-python-downloads", "--python", order.BasePython, .. site, .. prompt, places.New]);
    }

    /// <summary>The command that fills it, one for everything.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="places">Where.</param>
    /// <param name="uv">Where uv is; of no use to pip.</param>
    public static RepairCommand Fill(RepairOrder order, RepairPlaces places, string uv)
    {
        string python = places.New + "/bin/python";
        if (order.Tool == RepairTool.Uv)
        {
            // Copies: what is hard-linked to the tool's own store must not be written to.
            IndexWords words = IndexWords.OfUv(order.Index);
            return new RepairCommand(RepairStep.Filling, [uv, "pip", "install", .. words.IsClosed || !order.Index.Indexes.IsEmpty ? ["--no-config"] : Array.Empty<string>(), "--no-progress", "--no-deps", "--link-mode", "copy", "--python", python, .. words.Words, "-r", places.Requirements])
            {
                Variables = words.Variables,
            };
        }

        IndexWords index = IndexWords.OfPip(order.Index);

        // What the base has would count as installed otherwise, though the environment is to have its own.
        string[] own = order.SystemSitePackages ? ["--force-reinstall"] : [];
        string[] pip = order.HasPip ? [python, "-I", "-m", "pip"] : [order.BasePython, "-I", "-m", "pip", "--python", python];
        return new RepairCommand(RepairStep.Filling,
            [.. pip, "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--no-warn-script-location", "--no-deps", "--no-compile", .. own, .. index.Words, "-r", places.Requirements])
        {
            Variables = index.IsClosed ? index.Variables.SetItem("PIP_CONFIG_FILE", "/dev/null") : index.Variables,
        };
    }

    /// <summary>The command that compiles its modules, in the name of the place they will be at.</summary>
    /// <param name="places">Where.</param>
    public static RepairCommand Compile(RepairPlaces places) =>
        new(RepairStep.Compiling, [places.New + "/bin/python", "-I", "-m", "compileall", "-q", "-f", "-j", "0", "-d", places.Prefix + "/lib", places.New + "/lib"]);

    /// <summary>All of them, in their order.</summary>
    public static ImmutableArray<RepairCommand> All(RepairOrder order, RepairPlaces places, string uv) =>
        [Create(order, places, uv), Fill(order, places, uv), .. order.Tool == RepairTool.Pip ? [Compile(places)] : Array.Empty<RepairCommand>()];
}
