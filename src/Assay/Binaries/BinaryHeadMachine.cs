using Assay.Primitives;
using Assay.Targets;

namespace Assay.Binaries;

/// <summary>A machine that a binary has code for.</summary>
/// <param name="Architecture">The architecture; unknown when it is none that Assay knows.</param>
/// <param name="Name">Its name in the words of the format's own system.</param>
/// <param name="Offset">Where in the file the code starts, or its header.</param>
/// <param name="RawMachine">The number in the header.</param>
public sealed record BinaryHeadMachine(Architecture Architecture, string Name, FileOffset Offset, uint RawMachine);
