using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>LC_DYLD_INFO or LC_DYLD_INFO_ONLY: where the opcodes for dyld are. Not checked against the file.</summary>
/// <param name="Record">The command's name.</param>
/// <param name="Offset">Where the command starts in the file.</param>
/// <param name="Rebase">Rebase opcodes.</param>
/// <param name="Bind">Opcodes bound when the image is loaded.</param>
/// <param name="WeakBind">Opcodes for symbols that are coalesced.</param>
/// <param name="LazyBind">Opcodes bound at the first call, unless everything is asked for at once.</param>
/// <param name="Exports">The exports trie.</param>
public sealed record DyldInfo(
    string Record, FileOffset Offset, LinkEditRange Rebase, LinkEditRange Bind, LinkEditRange WeakBind, LinkEditRange LazyBind, LinkEditRange Exports);
