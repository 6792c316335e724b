// What the engine, the parsers and the readers of files say, in Simplified Chinese, by what they say in English. A gap is {};
// the n-th gap of the English is {n}, counted from 1, where the order is another.
export const sentencesZh: Readonly<Record<string, string>> = {
  // Set-ups, links, set-up files
  '{}: there is no such entry.': '{}：没有这一项。',
  '{}: expected {}, got {}.': '{}：应为{}，得到的是 {}。',
  '{}.{}: expected {}, got {}.': '{}.{}：应为{}，得到的是 {}。',
  'a whole number': '整数',
  'another value': '别的值',
  'a number from {} to {}': ' {} 到 {} 之间的数',
  'one of {}': ' {} 之一',
  'true or false': ' true 或 false',
  '{}.{}: there is no such knob; there {}.': '{}.{}：没有这个旋钮；{}。',
  'are none': '一个也没有',
  'are {}': '有 {}',
  'lanes.0.method: the first lane is the student alone, got "{}".':
    'lanes.0.method：第一条赛道是独自学习的学生，得到的是“{}”。',
  '{}: there is no "{}"; there are {}.': '{}：没有“{}”；有 {}。',
  '{}.model: {} needs images, but {} has samples of shape [{}].':
    '{}.model：{} 需要图像，但 {} 的样本形状是 [{}]。',
  '{}.widths: {} needs at least one stage.': '{}.widths：{} 至少需要一级。',
  'data.poolBatch: a pool of {} needs at least one unlabeled sample a step, got 0.':
    'data.poolBatch：有 {} 个样本的样本池时，每步至少要有一个无标签样本，得到的是 0。',
  '{}: {} has no term "{}"; it has {}.': '{}：{} 没有“{}”这一项；它有 {}。',
  '{}: without {} nothing is left of the loss of {}.': '{}：去掉 {} 之后，{} 的损失就什么也不剩了。',
  '{}: without {} no term of {} is left.': '{}：去掉 {} 之后，{} 一项也不剩。',
  '{}: {} takes no code of its own.': '{}：{} 不接受自己的代码。',
  'data.augment.{}: {} has samples of shape [{}], which are no images; noise is all they take.':
    'data.augment.{}：{} 的样本形状是 [{}]，不是图像；它们只能加噪声。',
  'data.augment.{}: images of {}×{} pixels take at most {}, got {}.':
    'data.augment.{}：{}×{} 像素的图像最多取 {}，得到的是 {}。',
  'data.id: "{}" is a visitor\'s own data set, and it is not here: a link and a set-up file name the data by a hash, they do not hold them. Bring the same file under "Your own data", with the same choices, and this set-up is taken up again.':
    'data.id：“{}”是访客自己的数据集，这里没有：链接和设置文件只用哈希值指明数据，并不包含数据。请在“你自己的数据”中载入同一个文件并作同样的选择，这份设置就会接着使用。',
  'The link is {} characters long; at most {} are read.': '链接有 {} 个字符；最多读取 {} 个。',
  '"{}" is not a part of a set-up.': '“{}”不是设置的一部分。',
  '{}: "{}" has no readable value.': '{}：“{}”的值无法读取。',
  'preset: there is no "{}"; there are {}.': 'preset：没有“{}”；有 {}。',
  'lang: expected one of {}, got "{}".': 'lang：应为 {} 之一，得到的是“{}”。',
  'embed: expected true or false, got "{}".': 'embed：应为 true 或 false，得到的是“{}”。',
  'hide: there is no part "{}"; there are {}.': 'hide：没有“{}”这一部分；有 {}。',
  'The file has {} bytes; {} at most {}.': '文件有 {} 字节；{} 最多 {}。',
  'The file could not be read: {}.': '文件无法读取：{}。',
  'The file is not JSON: {}.': '文件不是 JSON：{}。',
  'The text has {} characters; a set-up has at most {}.': '文本有 {} 个字符；设置最多 {} 个。',
  'The file has a key named "{}", which a set-up never has. Nothing of it was used.':
    '文件里有名为“{}”的键，设置从来没有这个键。文件内容一概未用。',
  'version: expected 1, got {}.': 'version：应为 1，得到的是 {}。',
  'format: expected "{}" or "{}", got {}.': 'format：应为“{}”或“{}”，得到的是 {}。',
  '"{}" stands there twice.': '“{}”出现了两次。',

  // A run that was kept
  'It was written by another version of this page ({}; this one reads {}).':
    '它由本页面的另一个版本写成（{}；当前版本读取 {}）。',
  'state: there is none.': 'state：没有内容。',
  'state: expected 1 to {} entries, got {}.': 'state：应有 1 到 {} 项，得到的是 {}。',
  'state: a name is too long.': 'state：有一个名称太长。',
  'state.{}: expected numbers of 32 bits, got something else.':
    'state.{}：应为 32 位数值，得到的是别的东西。',
  'state: {} bytes are more than the {} that are read.': 'state：{} 字节超过了可读取的 {} 字节。',
  'What was kept of this run does not fit its set-up: {}.': '保存下来的运行与它的设置不相符：{}。',
  'This run was trained by {}, and here is {}, which rounds otherwise: it cannot go on to the same bits. Its set-up is loaded; Play starts it anew.':
    '这次运行由 {} 训练，而这里是 {}，舍入方式不同：无法逐位相同地继续。它的设置已载入；按“播放”从头开始。',

  // The own loss
  'Its own code: {}': '它自己的代码：{}',
  'Line {}, column {}: {}': '第 {} 行第 {} 列：{}',
  '"{}": there are no loops here, since one without an end would stop the whole GPU.':
    '“{}”：这里没有循环，因为一个停不下来的循环会让整个 GPU 停住。',
  '"{}": only functions and constants of numbers can be written here.': '“{}”：这里只能写函数和数值常量。',
  '"{}": there are only f32 and bool here; a weight needs no more.':
    '“{}”：这里只有 f32 和 bool；权重不需要更多类型。',
  '"{}" is no number.': '“{}”不是数。',
  'Write {}.0 instead of {}: without a point it is an integer, which does not go with f32.':
    '请写 {}.0 而不是 {}：没有小数点就是整数，不能与 f32 一起用。',
  '{} is larger than any f32.': '{} 比任何 f32 都大。',
  'The character "{}" does not belong here.': '字符“{}”不该出现在这里。',
  'Only "fn" and "const" stand outside of functions, not {}.': '函数之外只能有“fn”和“const”，不能有 {}。',
  'There must be a function {}.': '必须有函数 {}。',
  '{} may end without a return.': '{} 可能没有 return 就结束。',
  'One call of {} comes to {} operations, with the functions it calls; at most {} are computed a sample.':
    '{} 的一次调用连同它所调用的函数共 {} 次运算；每个样本最多计算 {} 次。',
  '"{}" cannot be changed; declare it with "var" for that.': '“{}”不能更改；要更改请用“var”声明。',
  'Expected {} here, got {}.': '这里应为 {}，得到的是 {}。',
  'Expected a number or a name, got {}.': '应为数或名称，得到的是 {}。',
  '"{}" is no constant; declare what is made of it with "let".': '“{}”不是常量；由它得到的值请用“let”声明。',
  'A constant cannot be made by "{}"; use "let".': '常量不能由“{}”得到；请用“let”。',
  '"{}" takes {} {}, got {}.': '“{}”需要 {} 个{}，得到的是 {}。',
  'Expected a name, got {}.': '应为名称，得到的是 {}。',
  '"{}" means something to WGSL; choose another name.': '“{}”在 WGSL 中另有含义；请换一个名称。',
  'Expected f32 or bool, got {}.': '应为 f32 或 bool，得到的是 {}。',
  'This is nested more than {} deep.': '嵌套超过了 {} 层。',
  'Expected "{}", got {}.': '应为“{}”，得到的是 {}。',
  '"{}" takes {}, got {}.': '“{}”需要 {}，得到的是 {}。',
  '"{}" is not known here. There are kl, entropy, confidence, progress, and what the text declares before.':
    '这里不认识“{}”。有 kl、entropy、confidence、progress，以及前文声明的名称。',
  'There is no function "{}" before this line. A function is written above where it is used, and cannot call itself.':
    '这一行之前没有函数“{}”。函数要写在使用它的地方之前，并且不能调用自己。',
  '"{}" is a name of the kernel around it; choose another.': '“{}”是外围内核已用的名称；请换一个。',
  '{} takes no code.': '{} 不接受代码。',

  // Data
  'Your data: samples of shape [{}] cannot be used.': '你的数据：无法使用形状为 [{}] 的样本。',
  'Your data: there must be from 2 to {} classes, there are {}.': '你的数据：类别数须为 2 到 {}，现有 {}。',
  'Your data: two classes have the same name.': '你的数据：有两个类别同名。',
  'Your data: {} samples are more than {}.': '你的数据：{} 个样本超过了 {} 个。',
  'Your data: there are {} numbers for {} samples of shape [{}].':
    '你的数据：{2} 个形状为 [{3}] 的样本却有 {1} 个数。',
  'Your data: {} numbers take {} bytes, at most {} are allowed.':
    '你的数据：{} 个数占 {} 字节，最多允许 {} 字节。',
  'Your data: the name has {} characters, at most {}.': '你的数据：名称有 {} 个字符，最多 {} 个。',
  'Your data: the share for {} is {}, it goes from {} to {}.':
    '你的数据：{} 的份额为 {}，取值范围是 {} 到 {}。',
  'Your data: there is the label {}, and {} classes.': '你的数据：有标签 {}，而类别数为 {}。',
  'Your data: class {} has {} samples, a class needs {}.': '你的数据：类别 {} 有 {} 个样本，每类需要 {} 个。',
  'Your data: number {} is {}; numbers go up to {}.': '你的数据：第 {} 个数是 {}；数最大为 {}。',
  'Your data: the content gives the name {}, it came as {}.':
    '你的数据：内容对应的名称是 {}，却以 {} 之名到来。',
  '{}: there is no knob "{}"; there are {}.': '{}：没有旋钮“{}”；有 {}。',
  '{}: {} is {}, it goes from {} to {}.': '{}：{} 为 {}，取值范围是 {} 到 {}。',
  'The data set reads the knob "{}" and does not declare it.': '数据集读取旋钮“{}”却没有声明它。',
  '{}: could not be fetched: {}.': '{}：无法获取：{}。',
  '{}: the server answered {}.': '{}：服务器的回答是 {}。',
  '{}: the server sent a web page instead, so it has no such file.':
    '{}：服务器发来的是网页，说明它没有这个文件。',
  '{}: {} has {} samples, its card says {}.': '{}：{} 有 {} 个样本，卡片上写的是 {}。',
  '{}: {} has the shape [{}], its card says [{}].': '{}：{} 的形状是 [{}]，卡片上写的是 [{}]。',
  '{}: {} has the classes {}; its card says {}.': '{}：{} 的类别是 {}；卡片上写的是 {}。',
  '{}: is {} bytes long, at most {} are expected.': '{}：有 {} 字节，最多应为 {} 字节。',
  '{}: is {} bytes long, the manifest says {}.': '{}：有 {} 字节，清单上写的是 {}。',
  '{}: is not JSON; it begins with "{}".': '{}：不是 JSON；开头是“{}”。',
  '{}: {} should be {}, it is {}.': '{}：{} 应为 {}，却是 {}。',
  '{}: "{}" is there twice.': '{}：“{}”出现了两次。',
  '{}: {} holds {} {}, that is {} bytes, the manifest says {}.':
    '{}：{} 含 {} 个 {}，即 {} 字节，清单上写的是 {}。',
  '{}: {} has {} images and {} labels in its part "{}".': '{}：{} 的“{5}”部分有 {3} 张图像和 {4} 个标签。',
  '{}: {} has shards for {} samples, the manifest says {}.': '{}：{} 的分片共 {} 个样本，清单上写的是 {}。',
  'The stream "{}" has no samples to draw from.': '数据流“{}”没有可抽取的样本。',
  'The stream "{}" begins at position 0, {} was asked for.': '数据流“{}”从位置 0 开始，要求的是 {}。',
  'A window of the stream "{}" has from 0 to {} positions, {} were asked for.':
    '数据流“{}”的窗口有 0 到 {} 个位置，要求的是 {}。',
  '{}: {} has {} numbers for {} samples of shape [{}].': '{}：{} 有 {} 个数，而样本为 {} 个、形状 [{}]。',
  '{}: {} has the label {}, there are {} classes.': '{}：{} 有标签 {}，而类别数为 {}。',
  '{}: takes {} bytes of memory, at most {} are allowed.': '{}：占用 {} 字节内存，最多允许 {} 字节。',
  'Chance needs finite seeds and names, got {}.': '随机数需要有限的种子和名称，得到的是 {}。',
  'A whole number below n needs n from 1 to 2^32, got {}.':
    '小于 n 的整数要求 n 在 1 到 2^32 之间，得到的是 {}。',
  'A permutation needs a whole number of things, got {}.': '排列需要整数个元素，得到的是 {}。',
  'src/data/sets/{}.ts: its default export has the id "{}", it should be "{}".':
    'src/data/sets/{}.ts：默认导出的 id 是“{}”，应为“{}”。',
  'There is no data set "{}"; there are {}.': '没有数据集“{}”；有 {}。',
  '{}: sha256 is {}, the manifest says {}.': '{}：sha256 是 {}，清单上写的是 {}。',
  '{}: the manifest has no {} in the part "{}".': '{}：清单的“{3}”部分没有 {2}。',
  '{}: {} {} is {}, the largest there can be is {}.': '{}：{} {} 为 {}，最大只能是 {}。',
  '{}: could not be unpacked after {} of {} bytes: {}.': '{}：解压到第 {} 字节（共 {} 字节）时失败：{}。',
  '{}: unpacks to more than {} bytes, which the manifest says it has.': '{}：解压后超过清单所写的 {} 字节。',
  '{}: its checksum cannot be computed, because this page is neither on https nor on localhost.':
    '{}：无法计算校验和，因为本页面既不在 https 上也不在 localhost 上。',
  '{}: {} samples a class are set aside, class {} has {}.': '{}：每类留出 {} 个样本，类别 {} 只有 {} 个。',
  '{}: a pool of {} samples was asked for, beside the {} labeled ones there are {}.':
    '{}：要求样本池有 {} 个样本，除 {} 个有标签的之外只有 {} 个。',
  '{}: {} labels a class were asked for, class {} has {}.': '{}：要求每类 {} 个标签，类别 {} 只有 {} 个。',
  'Sample {} has the label {}, there are {} classes.': '样本 {} 的标签是 {}，而类别数为 {}。',

  // Networks and methods
  'This method learns from a teacher, and there is none.': '这个方法要向教师学习，而这里没有教师。',
  'The shader has no line of equals signs, after which the text would stand.':
    '着色器里没有等号行，文本应接在它之后。',
  'A temperature of shape [{}] is neither one, nor one a seed, nor one a sample of [{},{}].':
    '形状为 [{}] 的温度既不是一个，也不是每个种子一个，也不是 [{},{}] 中每个样本一个。',
  '{}: its part {} is missing.': '{}：缺少部件 {}。',
  'ctkd: its part {} is missing.': 'ctkd：缺少部件 {}。',
  'teacher-head: its part {} is missing.': 'teacher-head：缺少部件 {}。',
  'A shared head needs a hidden layer of the student and a last layer of the teacher.':
    '共享头需要学生的一个隐藏层和教师的最后一层。',
  'The teacher’s head needs a hidden layer of the student to stand on.':
    '教师的头需要学生有一个隐藏层可以接上。',
  'There is no method "{}"; there are {}.': '没有方法“{}”；有 {}。',
  'The weights have {} taps; a kernel of {}×{} over {} channels has others.':
    '权重有 {} 个抽头；{}×{} 的卷积核在 {} 个通道上应是另一个数。',
  'The parameter {} is missing; there are {}.': '缺少参数 {}；有 {}。',
  '{} would normalise single numbers ({}×{} pixels, {} filters). Use fewer stages or more filters.':
    '{} 会对单个数做归一化（{}×{} 像素，{} 个滤波器）。请减少级数或增加滤波器。',
  'The model cnn needs at least one stage; widths is empty.': '模型 cnn 至少需要一级；widths 为空。',
  '{} gets images of {}×{} pixels, which max pooling cannot halve. Use fewer stages or another downsampling.':
    '{} 得到 {}×{} 像素的图像，最大池化无法再减半。请减少级数或换一种下采样。',
  'The model {} needs images [height, width, channels], the samples are [{}].':
    '模型 {} 需要图像 [高, 宽, 通道]，样本却是 [{}]。',
  'The model {} has no knob {}; it has {}.': '模型 {} 没有旋钮 {}；它有 {}。',
  'The knob {} of the model {} goes from {} to {}, got {}.':
    '模型 {2} 的旋钮 {1} 取值 {3} 到 {4}，得到的是 {5}。',
  'The knob {} of the model {} is one of {}, got {}.': '模型 {2} 的旋钮 {1} 应为 {3} 之一，得到的是 {4}。',
  '{} has no gradient.': '{} 没有梯度。',
  '{} is [{}], its gradient [{}].': '{} 的形状是 [{}]，它的梯度是 [{}]。',
  'A tensor beside others is changed in place.': '与其他张量相邻存放的张量只能就地更改。',
  '{} is [{}] and needs {} first values, got {}.': '{} 的形状是 [{}]，需要 {} 个初值，得到的是 {}。',
  'There is no model "{}"; there are {}.': '没有模型“{}”；有 {}。',
  '{} has no last layer of its own to give.': '{} 没有可以交出的最后一层。',
  '{} would take over the last layer of {}, which is {}; its own is {}.':
    '{} 要接管 {} 的最后一层，那是 {}；它自己的是 {}。',

  // Engine and GPU
  'The GPU has not enough memory for it. Try a smaller batch, fewer lanes or narrower networks.':
    'GPU 内存不够。请试试更小的批、更少的赛道或更窄的网络。',
  'The GPU refused it: {}.': 'GPU 拒绝了它：{}。',
  'The GPU refused a command: {}': 'GPU 拒绝了一条命令：{}',
  '{} Try another engine, and please report this.': '{}请试试别的引擎，并请报告这个问题。',
  'The GPU is out of memory ({}). Try a smaller batch, fewer lanes or narrower networks.':
    'GPU 内存耗尽（{}）。请试试更小的批、更少的赛道或更窄的网络。',
  'The shader {}.wgsl does not compile: line {}: {}': '着色器 {}.wgsl 无法编译：第 {} 行：{}',
  '{} reads pixels, which the engine does not do.': '{} 要读取像素，引擎不这样做。',
  'A tensor that lies beside others is read by readMany.': '与其他张量相邻存放的张量由 readMany 读取。',
  'An operation wants to read from the GPU synchronously, which the engine does not do.':
    '有运算想同步读取 GPU，引擎不这样做。',
  'it does not start here.': '它在这里无法启动。',
  'this browser does not offer it here.': '此浏览器在这里不提供它。',
  'the browser has it, but finds no graphics adapter for it.': '浏览器支持它，但找不到可用的图形适配器。',
  'WebGPU: {}': 'WebGPU：{}',
  'WebGL: {}': 'WebGL：{}',
  'WebAssembly: {}': 'WebAssembly：{}',
  'Processor: {}': '处理器：{}',
  'No engine starts here. {}': '这里没有任何引擎能启动。{}',
  'The GPU was lost ({}{}).': 'GPU 丢失了（{}{}）。',
  'Only WebGPU steps can be recorded.': '只有 WebGPU 的步可以录制。',
  '{} sums in an order left to chance, so its bits differ from step to step.':
    '{} 的求和顺序是随机的，所以每步的各位都可能不同。',
  'It {} in the middle of a step.': '它在一步中途做了这件事：{}。',
  'reads numbers back': '读回数值',
  '{} writes over numbers that the host sent.': '{} 覆盖了主机送来的数值。',
  '{} reads a tensor of shape [{}] that is neither data, nor a constant, nor named state.':
    '{} 读取了形状为 [{}] 的张量，它既不是数据，也不是常量，也不是有名称的状态。',
  '{} holds {} numbers, got {}.': '{} 存有 {} 个数，得到的是 {}。',
  'There is already a slot named {}.': '已经有名为 {} 的槽。',
  'There is no slot named {}.': '没有名为 {} 的槽。',
  'The engine was started anew.': '引擎已重新启动。',
  'The engine was started anew, without the teacher from {}; the set-up’s own teacher is used.':
    '引擎已重新启动，没有带上来自 {} 的教师；改用设置自己的教师。',
  '{}: a message could not be read.': '{}：一条消息无法读取。',
  'The benchmark': '基准测试',
  'The engine': '引擎',
  'The reader of files': '文件读取器',
  'The study': '研究',
  'The engine is not running.': '引擎没有运行。',
  'This browser could not start a module worker: {}.': '此浏览器无法启动模块 worker：{}。',
  '{}’s script could not be loaded. Is the network gone, or was the page updated meanwhile? Reload it.':
    '{} 的脚本无法载入。是网络断了，还是页面在此期间更新了？请重新载入。',
  'WebGPU computes on the processor here, and so does WebAssembly: a step of about this size took {} ms with the one and {} ms with the other where it was measured.':
    '这里的 WebGPU 在处理器上计算，WebAssembly 也是：在测量过的机器上，这样大小的一步前者用 {} 毫秒，后者用 {} 毫秒。',
  'No speeds were measured.': '没有测量过速度。',

  // A run
  '{} lanes of {} parameters with {} seeds need {} numbers of state; {} are allowed. Take fewer lanes, fewer seeds or narrower networks.':
    '{} 条赛道、每条 {} 个参数、{} 个种子，需要 {} 个状态数值；允许 {} 个。请减少赛道、种子或使用更窄的网络。',
  'The run would take {} steps; {} are allowed.': '这次运行要 {} 步；允许 {} 步。',
  'At most {} samples are shown at once, {} were asked for.': '一次最多显示 {} 个样本，要求的是 {} 个。',
  'Features are those of 2 to {} samples, {} were asked for.': '特征取 2 到 {} 个样本，要求的是 {} 个。',
  'There is no student.': '没有学生。',
  '{} logits do not fit {} samples of {} classes.': '{} 个 logits 与 {} 个样本、{} 个类别不相符。',
  'The teacher has {} logits, the student {}.': '教师有 {} 个 logits，学生有 {} 个。',
  'This run has no phase "{}".': '这次运行没有“{}”阶段。',
  'There is no lane "{}".': '没有赛道“{}”。',
  'There is no student\'s lane "{}".': '没有学生赛道“{}”。',
  '{} is missing, the teacher needs it.': '缺少 {}，教师需要它。',
  '{} has {} numbers, the teacher needs {}.': '{} 有 {} 个数，教师需要 {} 个。',
  'number {} of {} is {}; weights are finite.': '{2} 的第 {1} 个数是 {3}；权重必须是有限的数。',
  '{}: {} cannot move while training.': '{}：训练时不能移动 {}。',
  '{}: {} goes from {} to {}, got {}.': '{}：{} 取值 {} 到 {}，得到的是 {}。',
  '{}: the weights of {} are missing.': '{}：缺少 {} 的权重。',
  '{} has samples of shape [{}]; a decision map needs points of the plane.':
    '{} 的样本形状是 [{}]；决策图需要平面上的点。',
  'A decision map has from 1 to {} pixels a side, {} were asked for.':
    '决策图每边 1 到 {} 个像素，要求的是 {} 个。',
  'The plot has from 2 to {} points a side, {} were asked for.': '图每边 2 到 {} 个点，要求的是 {} 个。',
  'Choose a teacher trained here first.': '请改选先在这里训练的教师。',
  'There is no pretrained teacher for {}; there are {}. {}': '没有适合 {} 的预训练教师；有 {}。{}',
  'The pretrained teacher for {} saw all labels of the data as they come; this set-up changes them. {}':
    '{} 的预训练教师见过原样数据的全部标签；这份设置改变了它们。{}',
  '{}: holds {} bytes, its parameters take {}.': '{}：有 {} 字节，它的参数占 {} 字节。',
  '{}: {} is missing, the network needs it.': '{}：缺少 {}，网络需要它。',
  '{}: {} is [{}], the network needs [{}].': '{}：{} 的形状是 [{}]，网络需要 [{}]。',
  'Only WebGPU steps are recorded, kernel by kernel; another engine runs here.':
    '只有 WebGPU 的步会逐个内核录制；这里运行的是另一个引擎。',
  'All lanes have stopped: there is no step to measure.': '所有赛道都已停止：没有可测量的步。',
  'Steps are recorded once every lane has taken its first: press Play or Step before.':
    '每条赛道走过第一步后才会录制：请先按“播放”或“单步”。',
  'Steps are not recorded here. {}': '这里的步没有录制。{}',
  'Played from its recording, a step leaves other numbers in {} than done afresh: something in it is drawn or computed by the host.':
    '按录制重放的一步在 {} 中留下的数与重新计算的不同：其中有东西由主机抽取或计算。',
  'Played, the look gives other numbers than taken.': '重放的观察与直接进行的观察得到不同的数。',
  'The step could not begin.': '这一步无法开始。',
  'At step {} its {} was no longer a finite number. Try a lower learning rate or a longer warm-up.':
    '在第 {} 步，它的 {} 不再是有限的数。请试试更低的学习率或更长的预热。',
  'There is no {} sample {}; there are {}.': '没有第 {2} 个 {1} 样本；共有 {3} 个。',
  'Steps to take must be a whole number from 1, got {}.': '要走的步数须为不小于 1 的整数，得到的是 {}。',
  'The pace must be a number of steps a second above 0, got {}.': '速度须为大于 0 的每秒步数，得到的是 {}。',
  'There is no experiment yet.': '还没有实验。',
  'The engine has not started yet.': '引擎还没有启动。',
  'The teacher from {} is not that of this set-up; the set-up’s own teacher is used.':
    '来自 {} 的教师不是这份设置的教师；改用设置自己的教师。',
  'The browser gives no GPU back. Continue tries again; or choose another engine, which begins the run anew.':
    '浏览器没有归还 GPU。按“继续”再试；或选择另一个引擎，运行会从头开始。',
  'The method did not return its term "{}".': '方法没有返回“{}”这一项。',
  'A survey looks at 1 to {} samples, {} were asked for.': '普查看 1 到 {} 个样本，要求的是 {} 个。',
  'The networks they learn from train first; slow motion begins with the students.':
    '它们所学习的网络先训练；慢动作从学生开始。',
  'All {} steps are taken; reset to see them again.': '{} 步都已走完；重置后可再看。',
  'There is no student that could take a step.': '没有可以走一步的学生。',
  '{} stopped. {}': '{} 已停止。{}',

  // Files to take along and to bring back
  '{} has no classes that nobody learns; take fewer classes, or glyphs.':
    '{} 没有留着不学的类别；请减少类别数，或选用笔画字形。',
  'Labeled samples of a class are 1 to {}, {} were asked for.':
    '每类有标签样本为 1 到 {} 个，要求的是 {} 个。',
  '1 to {} episodes are run at once, {} from {} on were asked for.':
    '一次运行 1 到 {} 个任务，要求的是从第 {3} 个起的 {2} 个。',
  'The material is that of one step or more, {} were asked for.': '材料至少是一步的，要求的是 {} 步。',
  'The teacher still trains; the script needs it as it teaches.': '教师还在训练；脚本需要正在施教的教师。',
  '{} steps of {} samples are too many to take along; ask for fewer.':
    '{} 步、每步 {} 个样本，太多而无法带走；请减少。',
  '{} samples of {} numbers are too many to take along.': '{} 个样本、每个 {} 个数，太多而无法带走。',
  '{} was not declared.': '{} 没有声明。',
  'There is no seed {}; there are {}.': '没有种子 {}；有 {}。',
  'The parameter {} is missing.': '缺少参数 {}。',
  'The model "{}" can\'t be written in this format.': '模型“{}”无法写成这种格式。',
  '{}: the script does not know the method {}; this lane was left out.':
    '{}：脚本不认识方法 {}；这条赛道被略去。',
  '{} is [{}] and has {} numbers.': '{} 的形状是 [{}]，有 {} 个数。',
  'The file has {} bytes; weights have at most {}.': '文件有 {} 字节；权重最多 {} 字节。',
  'The file has {} bytes; safetensors begin with 8 of their own.':
    '文件有 {} 字节；safetensors 以自己的 8 字节开头。',
  'The file says that its header has {} bytes; at most {} are read.':
    '文件称其文件头有 {} 字节；最多读取 {} 字节。',
  'The file says that its header has {} bytes, but only {} follow.':
    '文件称其文件头有 {} 字节，但后面只有 {} 字节。',
  'The file holds no tensors.': '文件里没有张量。',
  'The file holds {} tensors; at most {} are read.': '文件里有 {} 个张量；最多读取 {} 个。',
  '{}: number {} is {}; weights are finite.': '{}：第 {} 个数是 {}；权重必须是有限的数。',
  'The header of the file is not UTF-8 text.': '文件头不是 UTF-8 文本。',
  'The header has a key named "{}", which weights never have.':
    '文件头里有名为“{}”的键，权重从来没有这个键。',
  'The header of the file is not JSON: {}.': '文件头不是 JSON：{}。',
  'The header of the file is no JSON object.': '文件头不是 JSON 对象。',
  '{} has no entry with a type, a shape and offsets.': '{} 没有含类型、形状和偏移的条目。',
  '{} is of type {}; only F32 is read.': '{} 的类型是 {}；只读取 F32。',
  '{} has no shape of whole numbers: {}.': '{} 的形状不是整数：{}。',
  '{} has {} axes; at most {} are read.': '{} 有 {} 个轴；最多读取 {} 个。',
  '{} has no two offsets: {}.': '{} 没有两个偏移：{}。',
  '{} lies at {} to {}, but the file has {} bytes of data.': '{} 位于 {} 到 {}，但文件只有 {} 字节数据。',
  '{} is [{}] and takes {} bytes, its offsets say {}.': '{} 的形状是 [{}]，占 {} 字节，偏移却说是 {}。',
  '{} begins at {}, within another tensor.': '{} 从 {} 开始，落在另一个张量之内。',
  'Before {} {} bytes belong to no tensor.': '{} 之前有 {} 字节不属于任何张量。',
  'After the last tensor {} bytes belong to none.': '最后一个张量之后有 {} 字节不属于任何张量。',
  'The metadata of the file are no JSON object.': '文件的元数据不是 JSON 对象。',
  'The metadata "{}" is no text.': '元数据“{}”不是文本。',
  '{} is missing, the network needs it.': '缺少 {}，网络需要它。',
  '{} is [{}], the network needs [{}].': '{} 的形状是 [{}]，网络需要 [{}]。',
  '{} is no parameter of the network.': '{} 不是网络的参数。',
  'There is no teacher in this run.': '这次运行没有教师。',
  'The file is of {}; the teacher is {}.': '文件属于 {}；教师是 {}。',
  'The file knows the classes {}; the data have {}.': '文件的类别是 {}；数据的类别是 {}。',

  // Methods on hidden layers
  '{} looks at hidden layers, and the {} has none.': '{}要看隐藏层，而 {} 没有隐藏层。',
  '{} compares maps over an image, and the {}, of model {}, has none.':
    '{}比较图像上的特征图，而模型为 {3} 的 {2} 没有特征图。',
  'The part {} is missing; there are {}.': '缺少部件 {}；有 {}。',
  'Weights that are learned on validation data need some.': '在验证数据上学习的权重需要验证数据。',
  'The memory {} has {} numbers, the step made {}.': '记忆 {} 有 {} 个数，这一步产生了 {} 个。',
  '{} splits the momentum of SGD, and the students train with {}. Choose SGD.':
    '{}把 SGD 的动量一分为二，而学生用 {} 训练。请选 SGD。',
  '{} takes momenta of {} − {} and {} + {}; both must be at least 0 and below 1.':
    '{}取动量 {} − {} 与 {} + {}；两者都须不小于 0 且小于 1。',

  // Scenes
  '{}: {} finds objects in scenes; the samples of {} have a class each.':
    '{}：{} 在场景中寻找物体；{} 的每个样本只有一个类别。',
  '{}: {} tells classes apart; the samples of {} are scenes with objects to find.':
    '{}：{} 用来区分类别；{} 的样本是有物体要找的场景。',
  'data.augment.{}: {} has scenes, whose boxes would stay behind; noise is all they take.':
    'data.augment.{}：{} 是场景，框不会随之移动；只能加噪声。',
  '{}: {} has {} samples and {} lists of objects.': '{}：{} 有 {} 个样本和 {} 份物体列表。',
  'This method trains detectors, and nothing says what the anchors stand for.':
    '此方法训练检测器，但没有说明锚框代表什么。',
  'The student says nothing of boxes: it is no detector.': '学生没有给出框：它不是检测器。',
  'The model {} finds objects in scenes, and these samples are none.':
    '模型 {} 在场景中寻找物体，而这些样本不是场景。',
  'The model {} tells classes apart; scenes need a model that finds objects.':
    '模型 {} 用来区分类别；场景需要能寻找物体的模型。',
  'add-upsampled: a map of {}×{} pixels needs one of {}×{}, got {}×{}.':
    'add-upsampled：{}×{} 像素的图需要 {}×{} 的图，得到的是 {}×{}。',
  'The anchors have a level of stride {}, which takes {} stages; there are {}. Give the detector {}.':
    '锚框有步长 {} 的一层，需要 {} 级；现有 {} 级。请给检测器 {} 级。',
  '{} logits and {} numbers of boxes do not fit {} anchors of {} classes.':
    '{} 个 logit 和 {} 个框的数与 {} 个锚框、{} 个类别不符。',
  'The script knows none of these methods: {}.': '脚本不认识这些方法中的任何一种：{}。',
  'There are no scenes here.': '这里没有场景。',
  'There is no class {} to be a specialist for; there are {}.': '没有可供专家学习的第 {} 类；共有 {} 类。',
  'There is no image to put into scenes.': '没有可放入场景的图像。',
  'Objects of {} to {} pixels do not fit into scenes of {}.': '{} 到 {} 像素的物体放不进 {} 像素的场景。',
  'A scene has from {} to {} objects: that is no range.': '一个场景有 {} 到 {} 个物体：这不是一个范围。',
  'A stride of {} does not divide {} pixels.': '步长 {} 不能整除 {} 像素。',

  // A study on the page
  'This browser does not keep the study: {}. Download it before you leave.':
    '这个浏览器不保存研究：{}。离开前请下载。',
  'There is no study "{}".': '没有研究“{}”。',
  'A study has up to {} characters, this text has {}.': '研究最多有 {} 个字符，这段文本有 {} 个。',
  'This text is no JSON.': '这段文本不是 JSON。',
  '{} was given up.': '{} 被放弃了。',

  // Studies and statistics
  'cells: "{}" is by machine {}, there are {}.': 'cells：“{}”出自机器 {}，而机器共有 {} 台。',
  'methods: "{}" stands there twice.': 'methods：“{}”出现了两次。',
  'methods: "{}" is the name of what they learn from.': 'methods：“{}”是它们所学对象的名称。',
  'claims.{}.on: a teacher has no "{}"; it has {}.': 'claims.{}.on：教师没有“{}”；它有 {}。',
  'methods: the student alone, "alone", is missing; all are compared with it.':
    'methods：缺少独自学习的学生“alone”；一切都与它比较。',
  'claims.{}: there is no method "{}"; there are {}.': 'claims.{}：没有方法“{}”；有 {}。',
  'claims.{}.at: there is no setting "{}"; there are {}.': 'claims.{}.at：没有设置“{}”；有 {}。',
  'tuning.search.{}: has {} points, each method has {}.': 'tuning.search.{}：有 {} 个点，每个方法有 {} 个。',
  'tuning.search.{}: there is no such method; there are {}.': 'tuning.search.{}：没有这个方法；有 {}。',
  'tuning: its seeds {}–{} and those reported, {}–{}, have some in common.':
    'tuning：它的种子 {}–{} 与所报告的种子 {}–{} 有重叠。',
  'tuning.at: there is no setting "{}"; there are {}.': 'tuning.at：没有设置“{}”；有 {}。',
  'There is no method "{}" in the study {}.': '研究 {2} 中没有方法“{1}”。',
  'There is no setting "{}" in the study {}.': '研究 {2} 中没有设置“{1}”。',
  'There is nothing to put together.': '没有可合并的内容。',
  'These records do not belong together: {}.': '这些记录不属于同一项研究：{}。',
  'Pairs need equally many numbers, got {} and {}.': '配对需要同样多的数，得到的是 {} 和 {}。',
  'Intervals are known for up to {} seeds, got {}.': '区间最多适用于 {} 个种子，得到的是 {}。',
  'A summary needs at least one number.': '汇总至少需要一个数。',
};
