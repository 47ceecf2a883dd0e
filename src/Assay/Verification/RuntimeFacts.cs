using System.Text;

namespace Assay.Verification;

/// <summary>
/// Asks libraries what they are, by the functions that only one family has. The signatures are those of the families' own headers; threadpoolctl
/// (https://github.com/joblib/threadpoolctl) and libblastrampoline call the same ones.
/// </summary>
internal static unsafe class RuntimeFacts
{
    private static readonly string[] OpenBlasPrefixes = ["", "scipy_"];
    private static readonly string[] OpenBlasSuffixes = ["", "64_", "_64"];

    /// <summary>The answers of the library that serves BLAS and of the one that serves LAPACK, when that is another.</summary>
    public static IEnumerable<RuntimeFact> Ask(LibraryRoutines? blas, LibraryRoutines? lapack)
    {
        HashSet<nint> asked = [];
        foreach (LibraryRoutines? library in new[] { blas, lapack })
            if (library is not null)
                foreach (RuntimeFact fact in Ask(library.File, asked)) yield return fact;
    }

    private static List<RuntimeFact> Ask(HostLoadedFile file, HashSet<nint> asked)
    {
        List<RuntimeFact> facts = [];
        foreach (string prefix in OpenBlasPrefixes)
            foreach (string suffix in OpenBlasSuffixes)
            {
                Texts($"{prefix}openblas_get_config{suffix}", "configuration");
                Texts($"{prefix}openblas_get_corename{suffix}", "core");
                Numbers($"{prefix}openblas_get_num_threads{suffix}", "threads", value => value.ToString());
                Numbers($"{prefix}openblas_get_parallel{suffix}", "threading", value => value switch { 0 => "none", 1 => "pthreads", 2 => "OpenMP", _ => value.ToString() });
            }

        Mkl();
        Texts("bli_info_get_version_str", "version", text => "BLIS " + text);
        if (New("bli_arch_query_id") is not 0 and nint query && file.Find("bli_arch_string") is not 0 and nint name)
            Add("core", HostLibraryC.Text(((delegate* unmanaged[Cdecl]<int, byte*>)name)(((delegate* unmanaged[Cdecl]<int>)query)())), "bli_arch_query_id", query);

        // BLIS counts in 64 bits and says -1 when nobody has set a count: it works with one then.
        if (New("bli_thread_get_num_threads") is not 0 and nint count)
            Add("threads", Math.Max(1, ((delegate* unmanaged[Cdecl]<long>)count)()).ToString(), "bli_thread_get_num_threads", count);
        FlexiBlas();
        Numbers("nvpl_blas_get_version", "version", value => $"NVPL BLAS {value / 10000}.{value / 100 % 100}.{value % 100}");
        Numbers("nvpl_blas_get_max_threads", "threads", value => value.ToString());
        ArmPl();
        if (New("lbt_get_config") is not 0 and nint trampoline) Add("wrapper", "libblastrampoline, which forwards to what it was told to load", "lbt_get_config", trampoline);
        if (New("ATL_buildinfo") is not 0 and nint atlas) Add("version", "ATLAS, tuned for the machine it was built on", "ATL_buildinfo", atlas);
        return facts;

        // Every function is asked once, through whichever of the two libraries it was found.
        nint New(string symbol) => file.Find(symbol) is var address && address != 0 && asked.Add(address) ? address : 0;

        void Add(string question, string? answer, string symbol, nint address)
        {
            if (!string.IsNullOrWhiteSpace(answer)) facts.Add(new RuntimeFact(question, answer.Trim(), symbol, HostLoadedFile.HomeOf(address) ?? file.Path));
        }

        void Texts(string symbol, string question, Func<string, string>? word = null)
        {
            nint address = New(symbol);
            string? text = address == 0 ? null : HostLibraryC.Text(((delegate* unmanaged[Cdecl]<byte*>)address)());
            Add(question, text is null || word is null ? text : word(text), symbol, address);
        }

        void Numbers(string symbol, string question, Func<int, string> word)
        {
            nint address = New(symbol);
            if (address != 0) Add(question, word(((delegate* unmanaged[Cdecl]<int>)address)()), symbol, address);
        }

        void Mkl()
        {
            const int Room = 200; // as threadpoolctl gives it
            if (New("MKL_Get_Version_String") is not 0 and nint version)
            {
                byte* text = stackalloc byte[Room + 1];
                new Span<byte>(text, Room + 1).Clear();
                ((delegate* unmanaged[Cdecl]<byte*, int, void>)version)(text, Room);
                Add("version", Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text)), "MKL_Get_Version_String", version);
            }

            Numbers("MKL_Get_Max_Threads", "threads", value => value.ToString());
            if (New("MKL_Set_Threading_Layer") is not 0 and nint layer)
                Add("threading", ((delegate* unmanaged[Cdecl]<int, int>)layer)(-1) switch { 0 => "Intel OpenMP", 1 => "none", 2 => "PGI OpenMP", 3 => "GNU OpenMP", 4 => "TBB", _ => null }, "MKL_Set_Threading_Layer", layer);
        }

        void FlexiBlas()
        {
            const int Room = 256;
            if (New("flexiblas_current_backend") is not 0 and nint backend)
            {
                byte* text = stackalloc byte[Room + 1];
                new Span<byte>(text, Room + 1).Clear();
                _ = ((delegate* unmanaged[Cdecl]<byte*, int, int>)backend)(text, Room);
                Add("wrapper", "FlexiBLAS with backend " + Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text)), "flexiblas_current_backend", backend);
            }
        }

        // Its integers are as wide as the library's own, which a 64-bit variable takes in both cases.
        void ArmPl()
        {
            if (New("armplversion") is not 0 and nint version)
            {
                long major = 0, minor = 0, patch = 0;
                byte* tag = null;
                ((delegate* unmanaged[Cdecl]<long*, long*, long*, byte**, void>)version)(&major, &minor, &patch, &tag);
                Add("version", $"Arm Performance Libraries {major}.{minor}.{patch}", "armplversion", version);
            }
        }
    }
}
