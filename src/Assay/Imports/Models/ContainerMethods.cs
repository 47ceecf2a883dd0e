using Assay.Imports.Values;
using Assay.Imports.Walking;

namespace Assay.Imports.Models;

/// <summary>The methods of lists, dictionaries and sets.</summary>
internal static class ContainerMethods
{
    /// <summary>Calls a method of a list or a deque.</summary>
    public static Value Call(Interpreter walk, ListValue self, string name, Arguments arguments)
    {
        Value first = arguments.Get(0) ?? UnknownValue.Instance;
        switch (name)
        {
            case "append":
                walk.Touch(self);
                if (self.Items.Count < 1_000_000) self.Items.Add(first);
                return SingletonValue.None;
            case "extend":
                walk.Touch(self);
                if (walk.Iterate(first) is { } more) self.Items.AddRange(more);
                else self.IsExact = false;
                return SingletonValue.None;
            case "insert":
                walk.Touch(self);
                if (Operations.Integer(first) is { } at)
                {
                    long place = Math.Clamp(at < 0 ? at + self.Items.Count : at, 0, self.Items.Count);
                    self.Items.Insert((int)place, arguments.Get(1) ?? UnknownValue.Instance);
                }
                else
                {
                    self.IsExact = false;
                }

                return SingletonValue.None;
            case "remove":
                walk.Touch(self);
                int index = self.Items.FindIndex(item => Operations.AreEqual(item, first) == true);
                if (index >= 0) self.Items.RemoveAt(index);
                else if (self.IsExact && walk.IsCertain && self.Items.TrueForAll(item => Operations.AreEqual(item, first) == false))
                    throw walk.Inferred(BuiltinTypes.ValueError, "list.remove(x): x not in list");
                else self.IsExact = false;
                return SingletonValue.None;
            case "pop":
                walk.Touch(self);
                long position = arguments.Get(0) is null ? -1 : Operations.Integer(first) ?? long.MaxValue;
                if (position < 0) position += self.Items.Count;
                if (!self.IsExact || position < 0 || position >= self.Items.Count)
                {
                    self.IsExact = false;
                    return UnknownValue.Instance;
                }

                Value taken = self.Items[(int)position];
                self.Items.RemoveAt((int)position);
                return taken;
            case "popleft":
                return Call(walk, self, "pop", Arguments.Of(IntegerValue.Of(0)));
            case "appendleft":
                return Call(walk, self, "insert", Arguments.Of(IntegerValue.Of(0), first));
            case "extendleft" or "rotate":
                walk.Touch(self);
                self.IsExact = false;
                return SingletonValue.None;
            case "clear":
                walk.Touch(self);
                self.Items.Clear();
                return SingletonValue.None;
            case "copy":
                return new ListValue([.. self.Items], walk.Depth) { IsExact = self.IsExact, Class = self.Class };
            case "reverse":
                walk.Touch(self);
                self.Items.Reverse();
                return SingletonValue.None;
            case "sort":
                walk.Touch(self);
                if (arguments.Keywords.Length == 0 && self.Items.TrueForAll(item => item is StringValue)) self.Items.Sort((left, right) => Operations.Compare(left, right) ?? 0);
                else if (self.Items.Count > 1) self.IsExact = false;
                return SingletonValue.None;
            case "index" when self.IsExact && self.Items.FindIndex(item => Operations.AreEqual(item, first) == true) is >= 0 and int found:
                return IntegerValue.Of(found);
            case "count" when self.IsExact && self.Items.TrueForAll(item => Operations.AreEqual(item, first) is not null):
                return IntegerValue.Of(self.Items.Count(item => Operations.AreEqual(item, first) == true));
            default:
                return UnknownValue.Instance;
        }
    }

    /// <summary>Calls a method of a mapping.</summary>
    public static Value Call(Interpreter walk, MappingValue self, string name, Arguments arguments)
    {
        Value key = arguments.Get(0) ?? UnknownValue.Instance;
        switch (name)
        {
            case "get":
                if (self.Find(key) is { } found) return found;
                return self.IsExact && Keys.Of(key) is not null ? arguments.Get(1, "default") ?? SingletonValue.None : UnknownValue.Instance;
            case "setdefault":
                if (self.Find(key) is { } present) return present;
                walk.Touch(self);
                Value value = arguments.Get(1) ?? SingletonValue.None;
                bool known = self.IsExact && Keys.Of(key) is not null;
                self.Set(key, known ? value : UnknownValue.Instance);
                return known ? value : UnknownValue.Instance;
            case "pop":
                walk.Touch(self);
                Value? before = self.Find(key);
                self.Remove(key);
                if (before is not null) return before;
                return self.IsExact && arguments.Get(1) is { } fallback ? fallback : UnknownValue.Instance;
            case "update":
                walk.Touch(self);
                Constructors.FillDictionary(walk, self, arguments);
                return SingletonValue.None;
            case "keys":
                return Listed(walk, self, self.Items.Select(item => item.Key));
            case "values":
                return Listed(walk, self, self.Items.Select(item => item.Value));
            case "items":
                return Listed(walk, self, self.Items.Select(item => new TupleValue([item.Key, item.Value])));
            case "copy":
                DictionaryValue copy = walk.NewDictionary();
                Constructors.FillDictionary(walk, copy, Arguments.Of(self));
                return copy;
            case "clear" when self is DictionaryValue dictionary:
                walk.Touch(self);
                dictionary.Clear();
                return SingletonValue.None;
            case "popitem":
                walk.Touch(self);
                self.Loosen();
                return UnknownValue.Instance;
            case "__contains__" or "has_key":
                return self.Find(key) is not null ? BooleanValue.True : self.IsExact ? BooleanValue.False : UnknownValue.Instance;
            case "move_to_end":
                return SingletonValue.None;
            default:
                return UnknownValue.Instance;
        }
    }

    /// <summary>Calls a method of a set.</summary>
    public static Value Call(Interpreter walk, SetValue self, string name, Arguments arguments)
    {
        Value first = arguments.Get(0) ?? UnknownValue.Instance;
        switch (name)
        {
            case "add":
                walk.Touch(self);
                self.Add(first);
                return SingletonValue.None;
            case "discard" or "remove":
                walk.Touch(self);
                self.Remove(first);
                return SingletonValue.None;
            case "update":
                walk.Touch(self);
                AddAll(walk, self, arguments);
                return SingletonValue.None;
            case "clear":
                walk.Touch(self);
                self.Clear();
                return SingletonValue.None;
            case "copy" or "union":
                SetValue result = new() { Depth = walk.Depth, IsExact = self.IsExact, IsFrozen = self.IsFrozen };
                foreach (Value item in self.Items) result.Add(item);
                AddAll(walk, result, arguments);
                return result;
            case "difference" or "intersection" when arguments.Positional.Length == 1 && self.IsExact && walk.Iterate(first) is { } others:
                SetValue kept = new() { Depth = walk.Depth, IsFrozen = self.IsFrozen };
                foreach (Value item in self.Items)
                {
                    if (others.Exists(other => Operations.AreEqual(other, item) == true) == (name == "intersection")) kept.Add(item);
                }

                return kept;
            case "pop":
                walk.Touch(self);
                if (self is { IsExact: true, Count: 1 } && self.Items.First() is var last && self.Remove(last)) return last;
                self.IsExact = false;
                return UnknownValue.Instance;
            case "difference_update" or "intersection_update" or "symmetric_difference_update":
                walk.Touch(self);
                self.IsExact = false;
                return SingletonValue.None;
            case "issubset" when self.IsExact && walk.Iterate(first) is { } all:
                return BooleanValue.Of(self.Items.All(item => all.Exists(other => Operations.AreEqual(other, item) == true)));
            default:
                return UnknownValue.Instance;
        }
    }

    private static void AddAll(Interpreter walk, SetValue set, Arguments arguments)
    {
        foreach (Value argument in arguments.Positional)
        {
            if (walk.Iterate(argument) is not { } items) set.IsExact = false;
            else items.ForEach(set.Add);
        }
    }

    private static ListValue Listed(Interpreter walk, MappingValue self, IEnumerable<Value> items)
    {
        ListValue list = walk.NewList(items);
        list.IsExact = self.IsExact;
        return list;
    }
}
