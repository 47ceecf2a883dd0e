using Assay.Reporting;

namespace Assay.Tests.Reporting;

public sealed class PersonalWordsTests
{
    [Theory]
    [InlineData("/home/ada/env/lib/x.so", "~/env/lib/x.so")]
    [InlineData("/home/ada", "~")]
    [InlineData("/home/adam/x", "/home/user/x")]
    [InlineData("/home/grace/x \"/Users/Jean Luc/y\"", "/home/user/x \"/Users/user Luc/y\"")]
    [InlineData("/srv/ada/x on enigma", "/srv/user/x on machine")]
    [InlineData("Canada, ada-lovelace, ada.", "Canada, ada-lovelace, user.")]
    [InlineData(@"C:\Users\Ada\env", @"C:\Users/user\env")]
    [InlineData("/usr/lib/python3", "/usr/lib/python3")]
    public void Names_of_people_and_machines_are_taken_out(string text, string expected) => Assert.Equal(expected, new PersonalWords("/home/ada", "ada", "enigma").Without(text));

    [Fact]
    public void What_is_not_known_is_not_taken_out() => Assert.Equal("/srv/x a", new PersonalWords(null, "a", "").Without("/srv/x a"));
}
