using System.Reflection;
using System.Text;

namespace Assay.Tests.House;

/// <summary>
/// What others may call is a text that is reviewed: <c>PublicApi.txt</c> lists every public member of the library. A change shows up as a difference;
/// <c>dotnet run dev.cs -- bless</c> accepts it.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_reviewed_text_is_what_the_library_offers() => Expected.Text("tests/Assay.Tests/House/PublicApi.txt", Describe(typeof(Assay.Primitives.IMachine).Assembly));

    private static string Describe(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(Name, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append('\n');
            IEnumerable<string> members = type.IsEnum
                ? Enum.GetNames(type)
                : type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(IsWritten).Select(Member);
            foreach (string member in type.IsEnum ? members : members.Order(StringComparer.Ordinal)) text.Append("  ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    // Accessors stand with their property; what a record generates is known from its being one.
    private static bool IsWritten(MemberInfo member) => member switch
    {
        MethodInfo method => !method.IsSpecialName && method.Name is not ("ToString" or "GetHashCode" or "Equals" or "Deconstruct" or "<Clone>$"),
        Type => false,
        ConstructorInfo constructor => !IsRecord(constructor.DeclaringType!) || constructor.GetParameters().Length > 0,
        _ => true,
    };

    private static string Member(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo method => $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}({Parameters(method)})",
        PropertyInfo property => $"{(property.GetMethod!.IsStatic ? "static " : "")}{Name(property.PropertyType)} {property.Name}",
        FieldInfo field => $"{(field.IsLiteral ? "const" : field.IsStatic ? "static" : "field")} {Name(field.FieldType)} {field.Name}",
        _ => member.Name,
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter => $"{(parameter.IsOut ? "out " : "")}{Name(parameter.ParameterType)} {parameter.Name}"));

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : IsRecord(type) ? type.IsValueType ? "record struct" : type.IsAbstract ? "abstract record" : "record"
        : type.IsValueType ? "struct"
        : type.IsAbstract && type.IsSealed ? "static class"
        : type.IsAbstract ? "abstract class"
        : "class";

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null);

    private static string Name(Type type)
    {
        if (type.IsByRef) return Name(type.GetElementType()!);
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Name(underlying) + "?";
        if (type.IsGenericParameter) return type.Name;
        string name = type.FullName is { } full && full.StartsWith("Assay.", StringComparison.Ordinal) ? full["Assay.".Length..].Replace('+', '.') : type.Name;
        if (!type.IsGenericType) return name;
        return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
