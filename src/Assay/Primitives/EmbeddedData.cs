using System.Text.Json;

namespace Assay.Primitives;

/// <summary>Facts about systems that travel inside the library as JSON, each file with its sources.</summary>
public static class EmbeddedData
{
    /// <summary>Opens one of the data files.</summary>
    /// <param name="name">Its name without the ending.</param>
    /// <exception cref="InvalidOperationException">No such file was built into the library.</exception>
    public static JsonDocument Open(string name)
    {
        using Stream stream = typeof(EmbeddedData).Assembly.GetManifestResourceStream("data:" + name)
            ?? throw new InvalidOperationException($"the data file {name} is not part of this build");
        return JsonDocument.Parse(stream, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }
}
