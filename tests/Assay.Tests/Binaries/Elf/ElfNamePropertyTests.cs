using System.Text;
using Assay.Binaries;
using Assay.Binaries.Description;
using Assay.Binaries.Elf;
using Assay.Primitives;
using FsCheck;
using FsCheck.Fluent;

namespace Assay.Tests.Binaries.Elf;

/// <summary>Names may be anything but a NUL: they survive text, bytes and look-up.</summary>
public sealed class ElfNamePropertyTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Any_name_survives_description_assembling_and_look_up() => Check.One(Quick, Prop.ForAll(Names(), name =>
    {
        string word = DescriptionWriter.Name(name, ElfWords.SymbolKeywords);
        foreach (string hash in new[] { "gnu", "sysv", "none" })
        {
            byte[] content = BinaryAssembler.Assemble($"elf x86_64 shared\nsoname {word}\nhash {hash}\nwants {word}\noffers other\noffers {word}\n");
            using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(content));
            BinaryImage image = file.Images[0];
            Assert.Equal(name, image.Name);
            Assert.Equal(name, Assert.Single(image.WantedSymbols).Name);
            Assert.Equal(name == "other" ? 2 : 1, image.Offers.Find(name).Count);
            Assert.Equal(name == "other" ? 2 : 1, image.Offers.Find(image.WantedSymbols[0]).Count);
            Assert.Empty(image.Offers.Find(name + "x"));
            Assert.Equal(Description.Facts(content), Description.Facts(BinaryAssembler.Assemble(Description.Facts(content))));
        }
    }));

    [Fact]
    public void The_hash_of_a_name_is_the_hash_of_its_bytes() =>
        Check.One(Quick, Prop.ForAll(Names(), name => ElfHash.Gnu(name) == ElfHash.Gnu(Encoding.UTF8.GetBytes(name))));

    // Every string that UTF-8 can hold and that is not empty.
    private static Arbitrary<string> Names() => ArbMap.Default.ArbFor<NonEmptyString>()
        .Convert(text => new string([.. text.Get.Where(letter => letter != '\0' && !char.IsSurrogate(letter))]), NonEmptyString.NewNonEmptyString)
        .Filter(name => name.Length > 0);
}
