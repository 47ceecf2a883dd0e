using System.Collections.Immutable;
using System.Text;
using Assay.Primitives;

namespace Assay.Binaries.Pe;

/// <summary>
/// A side-by-side manifest: a resource of type RT_MANIFEST. In a DLL only id 2 counts, and only when it names assemblies to depend on: setuptools
/// embeds empty ones everywhere.
/// </summary>
/// <param name="Id">The resource's id.</param>
/// <param name="Text">The XML as text.</param>
public sealed record PeManifest(uint Id, string Text)
{
    private const int SizeLimit = 1 << 20;

    /// <summary>The assemblies it depends on, in order; found by their elements' names without judging the rest of the XML.</summary>
    public ImmutableArray<DependentAssembly> Dependencies => DependentAssembly.FindAll(Text);

    /// <summary>Reads every manifest that has a number for an id.</summary>
    /// <param name="view">The image.</param>
    /// <param name="resources">The image's resources.</param>
    internal static ImmutableArray<PeManifest> Read(PeView view, IEnumerable<PeResource> resources)
    {
        ImmutableArray<PeManifest>.Builder list = ImmutableArray.CreateBuilder<PeManifest>();
        long budget = SizeLimit;
        foreach (PeResource resource in resources)
        {
            if (resource.Type != PeConstants.RT_MANIFEST || resource.Id is not { } id) continue;
            if ((budget -= resource.Size) < 0)
            {
                view.Faults.Add(new BinaryFault(resource.Offset, "RT_MANIFEST", $"at most {SizeLimit} bytes of manifests", $"{resource.Size} more"));
                break;
            }

            byte[] bytes = view.Faults.Guard(Array.Empty<byte>(), () => view.Fetch(resource.Address, resource.Size, "RT_MANIFEST", resource.Offset, out _));
            bool wide = bytes.Length > 1 && bytes[0] == 0xff && bytes[1] == 0xfe;
            list.Add(new PeManifest(id, wide ? Encoding.Unicode.GetString(bytes.AsSpan(2)) : TextDecoding.Utf8OrLatin1(bytes)));
        }

        return list.ToImmutable();
    }
}
