namespace Assay.Packaging.Choosing;

/// <summary>uv's reading of wheel names, which lets empty members of a tag pass: <c>py3.-none-any</c>.</summary>
internal static class UvWheelName
{
    public static WheelFilename? Parse(string name)
    {
        if (WheelFilename.TryParse(name, out WheelFilename? parsed)) return parsed;
        if (!name.EndsWith(".whl", StringComparison.Ordinal)) return null;
        string[] parts = name[..^4].Split('-');
        if (parts.Length < 5) return null;
        for (int i = parts.Length - 3; i < parts.Length; i++) parts[i] = string.Join('.', parts[i].Split('.', StringSplitOptions.RemoveEmptyEntries));
        return WheelFilename.TryParse(string.Join('-', parts) + ".whl", out parsed) ? parsed : null;
    }
}
