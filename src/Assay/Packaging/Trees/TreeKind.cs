namespace Assay.Packaging.Trees;

/// <summary>What a node of a document is.</summary>
internal enum TreeKind
{
    /// <summary>Nothing: <c>null</c> of JSON and YAML.</summary>
    Nothing,

    /// <summary>A text. All scalars of YAML are texts here: a version like <c>1.10</c> must not become a number.</summary>
    Text,

    /// <summary>An integer of 64 bits.</summary>
    Integer,

    /// <summary>Any other number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A date with time and offset.</summary>
    OffsetMoment,

    /// <summary>A date with time.</summary>
    LocalMoment,

    /// <summary>A date.</summary>
    LocalDate,

    /// <summary>A time.</summary>
    LocalTime,

    /// <summary>A list.</summary>
    List,

    /// <summary>A table: keys and values.</summary>
    Table,
}
