using Assay.Diagnostics;

namespace Assay.Loading.Glibc;

/// <content>dlopen, phase by phase (glibc elf/dl-open.c <c>dl_open_worker_begin</c>): the first phase that fails decides for everything that is opened.</content>
public sealed partial class ProcessImage
{
    /// <summary>Opens a library with RTLD_NOW.</summary>
    /// <param name="name">The name or path.</param>
    /// <param name="caller">The object that calls dlopen: its search paths count for a name without a '/'.</param>
    /// <param name="isGlobal">True for RTLD_GLOBAL.</param>
    /// <param name="map">The object; null when it does not load.</param>
    /// <returns>Why it does not load, or null.</returns>
    internal Refusal? Open(string name, LinkMap caller, bool isGlobal, out LinkMap? map)
    {
        int before = objects.Loaded.Count;
        (long, long) room = staticTls!.State;
        questions.Clear();
        map = null;
        Refusal? refusal = mapper.Map(name, NeedsCaller(name) ? caller : null, null, null, isOpenedLater: true, out LinkMap? top);
        if (refusal is null && top!.SearchList is null) refusal = Complete(top);
        if (refusal is { Kind: not RefusalKind.Undecided })
        {
            objects.Truncate(before);
            staticTls.Restore(room);
            if (top?.SearchList is not null && before > 0 && !opened.Contains(top) && top != main) top.SearchList = null;
            return refusal;
        }

        if (refusal is not null && top is null) return refusal;
        map = top;
        opened.Add(top!);
        if (isGlobal) objects.AddGlobal(top!.SearchList ?? [top]);
        return refusal ?? Undecided(name);
    }

    private static bool NeedsCaller(string name) => !name.Contains('/', StringComparison.Ordinal) || name.Contains('$', StringComparison.Ordinal);

    private Refusal? Complete(LinkMap top)
    {
        if (mapper.MapNeeded(top, [], isOpenedLater: true) is { } refusal) return refusal;
        LinkMap[] list = top.SearchList!;
        VersionCheck versions = new(system, objects, questions);
        foreach (LinkMap map in list)
            if (versions.Check(map, list) is { } missing) return missing;

        LinkMap[] order = RelocationOrder.Of(list, system.Policy.OrdersDepthFirst);
        if (CheckCpu(order) is { } cpu) return cpu;
        Relocator relocator = new(system, lookup, staticTls!, questions);
        foreach (LinkMap map in order)
            if (relocator.Relocate(map) is { } unresolved) return unresolved;
        return null;
    }

    /// <summary>GNU_PROPERTY_X86_ISA_1_NEEDED against the CPU, dependencies first (sysdeps/x86/dl-prop.h <c>dl_isa_level_check</c>).</summary>
    private Refusal? CheckCpu(LinkMap[] order)
    {
        if (!system.Policy.ChecksCpuLevel || !system.Abi.HasCpuLevels) return null;
        foreach (LinkMap map in order)
        {
            if (map.IsRelocated || map.Image?.IsaNeeded is not { } needed) continue;
            uint have = (1u << (system.CpuLevel ?? 1)) - 1;
            if ((needed & ~have) == 0) continue;
            if (system.CpuLevel is null && needed < 16)
            {
                questions.Add($"whether the CPU of the target has the level that `{map.Display}` asks for (0x{needed:x})");
                continue;
            }

            return new Refusal(RefusalKind.Error, new LoadFailure
            {
                Kind = LoadFailureKind.CpuLevel,
                Message = $"{map.Name}: CPU ISA level is lower than required",
                Opened = map.Root.Display,
                Culprit = map.Display,
                LoadChain = map.Chain,
                Evidence = [new Evidence(map.Display, null, "NT_GNU_PROPERTY_TYPE_0", "GNU_PROPERTY_X86_ISA_1_NEEDED", $"0x{needed:x}", $"the CPU has level {system.CpuLevel}")],
            });
        }

        return null;
    }

    private Refusal? Undecided(string name) => questions.Count == 0 ? null : new Refusal(RefusalKind.Undecided, new LoadFailure
    {
        Kind = LoadFailureKind.NotModelled,
        Message = questions.Count == 1 ? $"not known: {questions[0]}" : $"not known: {questions[0]}, and {questions.Count - 1} more",
        Opened = name,
    });
}
