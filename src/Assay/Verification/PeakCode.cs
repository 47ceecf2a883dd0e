namespace Assay.Verification;

/// <summary>
/// The loops that fill the vector units of x86-64, as machine code. A program compiled ahead of time for every processor does not get these instructions
/// from its compiler, and one compiled on the spot gets them only as well as that compiler allocates registers; these are the same everywhere.
/// Each takes a count (rdi, at least one) and two constants in memory (rsi), and has no other effect than to change vector registers.
/// <c>tests/Assay.Tests/Verification/PeakCodeTests.cs</c> holds the source and assembles it.
/// </summary>
internal static class PeakCode
{
    /// <summary>Independent multiply-adds in one round of a loop on 16 registers. Two of them hold the operands.</summary>
    public const int Few = 12;

    /// <summary>The same on 32 registers.</summary>
    public const int Many = 24;

    /// <summary>Which parts of the registers the system saves: <c>xor ecx, ecx; xgetbv; ret</c>.</summary>
    public const string SavedState = "31c90f01d0c3";

    /// <summary>FMA on 256 bits in double precision.</summary>
    public const string Double256 =
        "c4627d1936c4627d197e08c57d29f0c57d29f1c57d29f2c57d29f3c57d29f4c57d29f5c57d29f6c57d29f7c4417d28c6c4417d28cec4417d28d6c441" +
        "7d28dec4c28da8c7c4c28da8cfc4c28da8d7c4c28da8dfc4c28da8e7c4c28da8efc4c28da8f7c4c28da8ffc4428da8c7c4428da8cfc4428da8d7c442" +
        "8da8df48ffcf75bfc5f877c3";

    /// <summary>FMA on 256 bits in single precision.</summary>
    public const string Single256 =
        "c4627d1836c4627d187e04c57c29f0c57c29f1c57c29f2c57c29f3c57c29f4c57c29f5c57c29f6c57c29f7c4417c28c6c4417c28cec4417c28d6c441" +
        "7c28dec4c20da8c7c4c20da8cfc4c20da8d7c4c20da8dfc4c20da8e7c4c20da8efc4c20da8f7c4c20da8ffc4420da8c7c4420da8cfc4420da8d7c442" +
        "0da8df48ffcf75bfc5f877c3";

    /// <summary>FMA on 512 bits in double precision.</summary>
    public const string Double512 =
        "6262fd4819366262fd48197e016291fd4828c66291fd4828ce6291fd4828d66291fd4828de6291fd4828e66291fd4828ee6291fd4828f66291fd4828" +
        "fe6211fd4828c66211fd4828ce6211fd4828d66211fd4828de6211fd4828e66211fd4828ee6211fd4828f66211fd4828fe6281fd4828c66281fd4828" +
        "ce6281fd4828d66281fd4828de6281fd4828e66281fd4828ee6281fd4828f66281fd4828fe62928d40a8c762928d40a8cf62928d40a8d762928d40a8" +
        "df62928d40a8e762928d40a8ef62928d40a8f762928d40a8ff62128d40a8c762128d40a8cf62128d40a8d762128d40a8df62128d40a8e762128d40a8" +
        "ef62128d40a8f762128d40a8ff62828d40a8c762828d40a8cf62828d40a8d762828d40a8df62828d40a8e762828d40a8ef62828d40a8f762828d40a8" +
        "ff48ffcf0f8567ffffffc5f877c3";

    /// <summary>FMA on 512 bits in single precision.</summary>
    public const string Single512 =
        "62627d48183662627d48187e0162917c4828c662917c4828ce62917c4828d662917c4828de62917c4828e662917c4828ee62917c4828f662917c4828" +
        "fe62117c4828c662117c4828ce62117c4828d662117c4828de62117c4828e662117c4828ee62117c4828f662117c4828fe62817c4828c662817c4828" +
        "ce62817c4828d662817c4828de62817c4828e662817c4828ee62817c4828f662817c4828fe62920d40a8c762920d40a8cf62920d40a8d762920d40a8" +
        "df62920d40a8e762920d40a8ef62920d40a8f762920d40a8ff62120d40a8c762120d40a8cf62120d40a8d762120d40a8df62120d40a8e762120d40a8" +
        "ef62120d40a8f762120d40a8ff62820d40a8c762820d40a8cf62820d40a8d762820d40a8df62820d40a8e762820d40a8ef62820d40a8f762820d40a8" +
        "ff48ffcf0f8567ffffffc5f877c3";
}
