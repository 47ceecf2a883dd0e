using System.Collections.Immutable;
using Assay.Indexes;
using Assay.Packaging.Choosing;

namespace Assay.Examination.Resolving;

/// <summary>Reads the heads of chosen wheels on their servers, each wheel once, and judges them for the machines they were chosen for.</summary>
internal static class WheelInspector
{
    private const int MostAtOnce = 4;

    /// <summary>The answers with what was found. A file of a directory is not read: <c>check</c> reads it whole.</summary>
    public static async Task<ImmutableArray<ResolutionAnswer>> RunAsync(ImmutableArray<ResolutionAnswer> answers, PackageIndexes indexes, Action<int, int>? read, CancellationToken cancellation)
    {
        IndexFile[] wheels = [.. answers.SelectMany(Wheels).DistinctBy(file => file.Url)];
        int done = 0;
        using SemaphoreSlim gate = new(MostAtOnce);
        Dictionary<string, RemoteWheelReading> readings = (await Task.WhenAll(wheels.Select(ReadAsync)).ConfigureAwait(false)).ToDictionary(pair => pair.Url, pair => pair.Reading, StringComparer.Ordinal);
        return [.. answers.Select(answer => answer with { Inspected = [.. Wheels(answer).DistinctBy(file => file.Url).Select(file => readings[file.Url!]).Select(reading => new InspectedWheel(reading, RemoteWheelJudge.Judge(reading, answer.Target)))] })];

        async Task<(string Url, RemoteWheelReading Reading)> ReadAsync(IndexFile file)
        {
            await gate.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                RemoteWheelReading reading = await RemoteWheel.ReadAsync(indexes, file, cancellation).ConfigureAwait(false);
                read?.Invoke(Interlocked.Increment(ref done), wheels.Length);
                return (file.Url!, reading);
            }
            finally
            {
                gate.Release();
            }
        }
    }

    private static IEnumerable<IndexFile> Wheels(ResolutionAnswer answer) => ((InstallerChoice[])[answer.Pip, answer.Uv])
        .Where(choice => choice.IsWheel).Select(choice => choice.File!)
        .Where(file => file.Url is { } url && (url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)));
}
