using System.Buffers.Binary;
using Assay.Binaries.Code.Flow;

namespace Assay.Binaries.Code;

/// <summary>
/// The functions that CPython calls after the init function of an extension module which is initialised in several phases (PEP 489): that function only hands back a <c>PyModuleDef</c> whose
/// slots name them. The definition is recognised by its shape in the data that the init function points at (Include/moduleobject.h; Include/object.h for the head, which is longer in
/// free-threaded builds).
/// </summary>
internal static class ModuleSlots
{
    private const int CreateSlot = 1, ExecSlot = 2, LastKnownSlot = 16;
    private const int MostSlots = 32;

    // Where m_name and m_slots are behind the beginning: with the head of ordinary builds, and with that of free-threaded ones.
    private static readonly (int Name, int Slots)[] Layouts = [(40, 72), (56, 88)];

    /// <summary>The functions of the create and exec slots.</summary>
    /// <param name="code">The image.</param>
    /// <param name="init">Its init function.</param>
    public static IEnumerable<CodeRoot> Of(CodeImage code, ulong init)
    {
        HashSet<ulong> seen = [];
        foreach (ulong definition in AddressesIn(code, init))
        {
            foreach ((int name, int slots) in Layouts)
            {
                if (code.PointerAt(definition + (ulong)name) is null || code.PointerAt(definition + (ulong)slots) is not { } table) continue;
                foreach (CodeRoot root in Slots(code, table))
                    if (seen.Add(root.Address)) yield return root;
            }
        }
    }

    private static IEnumerable<CodeRoot> Slots(CodeImage code, ulong table)
    {
        for (int i = 0; i < MostSlots; i++, table += 16)
        {
            ReadOnlySpan<byte> number = code.Read(table, 8).Span;
            if (number.Length < 8) yield break;
            ulong slot = BinaryPrimitives.ReadUInt32LittleEndian(number);
            if (slot is 0 or > LastKnownSlot) yield break;
            if (slot is CreateSlot or ExecSlot && code.PointerAt(table + 8) is { } function && code.IsCode(function)) yield return new CodeRoot(function, slot == ExecSlot ? "Py_mod_exec" : "Py_mod_create");
        }
    }

    // The init function is a few instructions, or a little more with a check before them.
    private static IEnumerable<ulong> AddressesIn(CodeImage code, ulong init)
    {
        const int mostSteps = 400;
        StepReader reader = StepReader.For(code);
        ulong end = code.FunctionAround(init)?.End ?? init + 256;
        HashSet<ulong> addresses = [];
        ulong at = init;
        for (int i = 0; i < mostSteps && at < end && reader.Read(at, out CodeStep step); i++, at = step.Next)
        {
            if (step.PointsAt == 0) continue;
            addresses.Add(step.PointsAt);
            if (code.PointerAt(step.PointsAt) is { } through) addresses.Add(through);
        }

        return addresses;
    }
}
