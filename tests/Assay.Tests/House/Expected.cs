namespace Assay.Tests.House;

/// <summary>Texts that are committed and reviewed. With <c>ASSAY_BLESS=1</c> they are rewritten from what the code does now, and the difference is read.</summary>
internal static class Expected
{
    /// <summary>True when expected texts are to be rewritten.</summary>
    public static bool Blessing => Environment.GetEnvironmentVariable("ASSAY_BLESS") == "1";

    /// <summary>Compares a text with the committed one.</summary>
    /// <param name="relativePath">The committed file.</param>
    /// <param name="actual">What the code gives now.</param>
    public static void Text(string relativePath, string actual)
    {
        string path = Path.Combine(Repository.Root, relativePath);
        string normal = actual.ReplaceLineEndings("\n");
        if (Blessing)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, normal);
            return;
        }

        Assert.True(File.Exists(path), $"{relativePath} is not there; `dotnet run dev.cs -- bless` makes it");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), normal);
    }
}
