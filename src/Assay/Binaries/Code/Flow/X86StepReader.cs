using Iced.Intel;
using Decoder = Iced.Intel.Decoder;

namespace Assay.Binaries.Code.Flow;

/// <summary>Reads instructions of x86-64, decoded by Iced.</summary>
internal sealed class X86StepReader : StepReader
{
    private readonly Window window;
    private readonly Decoder decoder;

    public X86StepReader(CodeImage code)
    {
        window = new Window(code);
        decoder = Decoder.Create(64, window);
    }

    /// <inheritdoc/>
    public override int ResultRegister => 0;

    /// <inheritdoc/>
    /// <remarks>rax, rcx, rdx, rsi, rdi, r8 to r11 of the System V convention, which takes in those of Windows.</remarks>
    public override uint ChangedByCalls => 0b0000_1111_1100_0111;

    /// <inheritdoc/>
    public override bool Read(ulong address, out CodeStep step)
    {
        step = new CodeStep { Address = address, Writes = -1 };
        window.MoveTo(address);
        decoder.IP = address;
        decoder.Decode(out Instruction instruction);
        if (instruction.IsInvalid) return false;
        step.Length = instruction.Length;
        step.Needs = X86Needs.Of(instruction);
        step.AsksProcessor = instruction.Mnemonic is Mnemonic.Cpuid or Mnemonic.Xgetbv;
        if (instruction.IsIPRelativeMemoryOperand) step.PointsAt = instruction.IPRelativeMemoryAddress;
        ReadFlow(instruction, ref step);
        ReadOperands(instruction, ref step);
        return true;
    }

    private static void ReadFlow(in Instruction instruction, ref CodeStep step)
    {
        switch (instruction.FlowControl)
        {
            case FlowControl.UnconditionalBranch:
                step.Flow = StepFlow.Jump;
                step.Target = instruction.NearBranchTarget;
                break;
            case FlowControl.ConditionalBranch:
                step.Flow = StepFlow.Branch;
                step.Target = instruction.NearBranchTarget;
                break;
            case FlowControl.Call:
                step.Flow = instruction.IsCallNear ? StepFlow.Call : StepFlow.Next;
                step.Target = instruction.IsCallNear ? instruction.NearBranchTarget : 0;
                break;
            case FlowControl.IndirectBranch or FlowControl.IndirectCall:
                step.Flow = instruction.FlowControl == FlowControl.IndirectCall ? StepFlow.Call : StepFlow.Jump;
                step.IsThroughSlot = true;
                if (instruction.IsIPRelativeMemoryOperand) step.Target = instruction.IPRelativeMemoryAddress;
                break;
            case FlowControl.Return:
                step.Flow = StepFlow.Return;
                break;
            case FlowControl.Interrupt when instruction.Mnemonic is Mnemonic.Int3:
            case FlowControl.Exception:
                step.Flow = StepFlow.End;
                break;
            default:
                step.Flow = instruction.Mnemonic == Mnemonic.Hlt ? StepFlow.End : StepFlow.Next;
                break;
        }
    }

    private static void ReadOperands(in Instruction instruction, ref CodeStep step)
    {
        bool isMove = instruction.Mnemonic is Mnemonic.Mov or Mnemonic.Movzx or Mnemonic.Movsx or Mnemonic.Movsxd or Mnemonic.Lea or Mnemonic.Pop or Mnemonic.Movd or Mnemonic.Movq;
        bool isTest = instruction.Mnemonic is Mnemonic.Cmp or Mnemonic.Test or Mnemonic.Bt or Mnemonic.Push or Mnemonic.Ucomisd or Mnemonic.Comisd or Mnemonic.Ucomiss or Mnemonic.Comiss or Mnemonic.Ptest;
        bool isZeroing = instruction.Mnemonic is Mnemonic.Xor or Mnemonic.Sub && instruction.OpCount == 2 && instruction.Op0Kind == OpKind.Register && instruction.Op1Kind == OpKind.Register && instruction.Op0Register == instruction.Op1Register;
        step.WritesFlags = instruction.RflagsModified != RflagsBits.None;
        step.ReadsFlags = instruction.RflagsRead != RflagsBits.None;
        for (int i = 0; i < instruction.OpCount; i++)
        {
            OpKind kind = instruction.GetOpKind(i);
            if (kind == OpKind.Register)
            {
                int register = Number(instruction.GetOpRegister(i));
                step.UsesVectors |= instruction.GetOpRegister(i).IsVectorRegister();
                if (i == 0 && !isTest && register >= 0) step.Writes = (sbyte)register;
                if (register >= 0 && !isZeroing && (i > 0 || !isMove)) step.Reads |= 1u << register;
            }
            else if (kind == OpKind.Memory && instruction.Mnemonic != Mnemonic.Lea)
            {
                MemoryUse use = UseOf(instruction);
                if (i == 0 && !isTest && instruction.FlowControl == FlowControl.Next) step.Stores = use;
                if (i > 0 || !isMove) step.Loads = use;
            }
        }

        if (instruction.Mnemonic is Mnemonic.Cpuid or Mnemonic.Xgetbv) step.Writes = 0;
    }

    private static MemoryUse UseOf(in Instruction instruction) =>
        instruction.SegmentPrefix is Register.FS or Register.GS && instruction.MemoryBase == Register.None ? MemoryUse.Canary
        : instruction.MemoryBase is Register.RSP or Register.RBP && instruction.MemoryIndex == Register.None ? MemoryUse.Stack
        : MemoryUse.Other;

    private static int Number(Register register)
    {
        Register full = register.GetFullRegister();
        return full is >= Register.RAX and <= Register.R15 ? full - Register.RAX : -1;
    }

    /// <summary>Feeds the decoder from the image.</summary>
    private sealed class Window(CodeImage code) : CodeReader
    {
        private readonly byte[] bytes = new byte[15];
        private int length;
        private int at;

        public void MoveTo(ulong address)
        {
            ReadOnlySpan<byte> from = code.BytesAt(address);
            length = Math.Min(from.Length, bytes.Length);
            from[..length].CopyTo(bytes);
            at = 0;
        }

        /// <inheritdoc/>
        public override int ReadByte() => at < length ? bytes[at++] : -1;
    }
}
