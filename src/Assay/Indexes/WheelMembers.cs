using Assay.Primitives;

namespace Assay.Indexes;

/// <summary>The members of a wheel that are asked for by name.</summary>
internal static class WheelMembers
{
    /// <summary>METADATA of the one <c>.dist-info</c> folder; of several members with that name the last, as zipfile has it. Null when there is none.</summary>
    /// <param name="members">The members.</param>
    public static ZipMember? Metadata(IEnumerable<ZipMember> members) =>
        members.LastOrDefault(member => member.Name.EndsWith(".dist-info/METADATA", StringComparison.Ordinal) && member.Name.IndexOf('/', StringComparison.Ordinal) == member.Name.Length - "/METADATA".Length);
}
