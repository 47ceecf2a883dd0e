namespace Assay.Binaries.Numpy;

/// <summary>Finds the generation of a distribution.</summary>
public static class NumpyGenerations
{
    /// <summary>The generation that files of one distribution were built for. Stops at nothing: two that contradict each other leave it unknown.</summary>
    /// <param name="files">What the files tell.</param>
    public static NumpyGeneration Of(IEnumerable<NumpyUse> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        NumpyGeneration generation = NumpyGeneration.Unknown;
        foreach (NumpyUse file in files)
        {
            NumpyGeneration own = Of(file);
            if (own == NumpyGeneration.Unknown || own == generation) continue;
            if (generation != NumpyGeneration.Unknown) return NumpyGeneration.Unknown;
            generation = own;
        }

        return generation;
    }

    /// <summary>The generation that a file shows by itself.</summary>
    /// <param name="file">What it tells.</param>
    public static NumpyGeneration Of(NumpyUse file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Class switch
        {
            NumpyClass.FirstHeaders => NumpyGeneration.First,
            NumpyClass.SecondHeaders => NumpyGeneration.Second,
            _ => NumpyGeneration.Unknown,
        };
    }
}
