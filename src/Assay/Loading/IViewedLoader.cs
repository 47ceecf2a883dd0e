namespace Assay.Loading;

/// <summary>A loader whose process can be looked at.</summary>
public interface IViewedLoader
{
    /// <summary>The process as it is now; what is loaded later is in the next view.</summary>
    IProcessView View();
}
