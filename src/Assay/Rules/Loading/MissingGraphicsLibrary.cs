using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A desktop library on a system without a desktop; most often OpenCV in a container.</summary>
public sealed class MissingGraphicsLibrary : CauseRule
{
    private static readonly ImmutableHashSet<string> Libraries = ["libGL.so.1", "libEGL.so.1", "libGLX.so.0", "libGLdispatch.so.0", "libOpenGL.so.0", "libgthread-2.0.so.0", "libglib-2.0.so.0", "libSM.so.6", "libICE.so.6", "libXext.so.6", "libXrender.so.1", "libX11.so.6", "libxcb.so.1"];

    private static readonly ImmutableDictionary<string, string> Headless = ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create("opencv-python", "opencv-python-headless"),
        KeyValuePair.Create("opencv-contrib-python", "opencv-contrib-python-headless"),
    ]);

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A103", "missing-graphics-library", nameof(MissingGraphicsLibrary), "a package wants a library of the desktop, and this system has none");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/opencv/opencv-python#installation-and-usage (the four packages and which has no GUI)",
        "https://github.com/opencv/opencv/issues/25988",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MissingLibrary, Library: { } library } load || !Libraries.Contains(library)) return null;
        InstalledDistribution? owner = context.OwnerOf(load.Requester) ?? context.OwnerOf(load.Opened);
        Finding finding = Cause(failed, $"`{library}` belongs to the desktop, which this system does not have", load.Requester);
        return owner is not null && Headless.TryGetValue(owner.NormalizedName, out string? headless)
            ? finding with { Remedies = [new Remedy.Replace(owner.Name, headless), new Remedy.ProvideLibrary(library)] }
            : finding with { Remedies = [new Remedy.ProvideLibrary(library)] };
    }
}
