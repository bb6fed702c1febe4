<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Banner</name>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>DateLegend</name>
    <message>
        <source>On this day</source>
        <translation>当日</translation>
    </message>
    <message>
        <source>Within range</source>
        <translation>范围内</translation>
    </message>
    <message>
        <source>No later than</source>
        <translation>不晚于</translation>
    </message>
    <message>
        <source>Key to the dates: </source>
        <translation>日期图例：</translation>
    </message>
</context>
<context>
    <name>EmptyStory</name>
    <message>
        <source>Empty story</source>
        <translation>空专题</translation>
    </message>
    <message>
        <source>This story is empty</source>
        <translation>本专题是空的</translation>
    </message>
    <message>
        <source>A story file brings people, what they said and what happened, each with the words of its source.</source>
        <translation>导入专题文件，即有人物、言论和事件，条条附出处原文。</translation>
    </message>
    <message>
        <source>It can only be read here, so nothing can be added to it.</source>
        <translation>此处只能读取，不能添加内容。</translation>
    </message>
    <message>
        <source>Import a story file…</source>
        <translation>导入专题文件…</translation>
    </message>
    <message>
        <source>Open another story…</source>
        <translation>打开其他专题…</translation>
    </message>
</context>
<context>
    <name>EntityHeader</name>
    <message>
        <source>Nobody is chosen</source>
        <translation>未选择人物</translation>
    </message>
    <message>
        <source>Choose a person or an organisation at the left</source>
        <translation>请在左侧选择人物或组织</translation>
    </message>
    <message>
        <source>1 open question</source>
        <translation>1 个未决问题</translation>
    </message>
    <message>
        <source>%1 open questions</source>
        <translation>%1 个未决问题</translation>
    </message>
    <message>
        <source>quote</source>
        <translation>引语</translation>
    </message>
    <message>
        <source>quotes</source>
        <translation>引语</translation>
    </message>
    <message>
        <source>profile change</source>
        <translation>档案变动</translation>
    </message>
    <message>
        <source>profile changes</source>
        <translation>档案变动</translation>
    </message>
    <message>
        <source>source</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>sources</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>also %1</source>
        <translation>又名 %1</translation>
    </message>
</context>
<context>
    <name>EventsPane</name>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter facts</source>
        <translation>筛选记录</translation>
    </message>
    <message>
        <source>Filters of facts</source>
        <translation>记录的筛选</translation>
    </message>
    <message>
        <source>Filtering…</source>
        <translation>正在筛选…</translation>
    </message>
    <message>
        <source>%1 entries</source>
        <translation>%1 条</translation>
    </message>
    <message>
        <source>1 entry</source>
        <translation>1 条</translation>
    </message>
    <message>
        <source>Nothing is recorded yet. Import a story to begin.</source>
        <translation>尚无记录。请先导入专题。</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>仅看 %1</translation>
    </message>
    <message>
        <source>Remove filter: %1</source>
        <translation>去掉筛选：%1</translation>
    </message>
    <message>
        <source>All entries are hidden</source>
        <translation>所有条目均已隐藏</translation>
    </message>
</context>
<context>
    <name>Faults</name>
    <message>
        <source>The last time it stopped before it was closed. Your story is safe: every change was saved as it was made.</source>
        <translation>上次在关闭之前就停止了。您的专题安全无虞：每次改动都已即时保存。</translation>
    </message>
    <message>
        <source>The program did not end as usual</source>
        <translation>程序上次未正常结束</translation>
    </message>
    <message>
        <source>The program met a fault of its own. Your story is safe: every change is saved as it is made.</source>
        <translation>程序自身出现故障。您的专题安全无虞：每次改动都即时保存。</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>出错了</translation>
    </message>
    <message>
        <source>The details are in %1</source>
        <translation>详情见 %1</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this text</source>
        <translation>在此文中查找</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Previous place (Shift+F3)</source>
        <translation>上一处 (Shift+F3)</translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation>下一处 (F3)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>Gutter</name>
    <message>
        <source>Marks beside the text</source>
        <translation>正文旁的标记</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>This did not work</source>
        <translation>操作未成功</translation>
    </message>
    <message>
        <source>Nothing to change: %1</source>
        <translation>没有改动：%1</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <translation>已撤销：%1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>Hide this message</source>
        <translation>隐藏此消息</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search people, events, quotes and sources</source>
        <translation>搜索人物、事件、引语和出处</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Quotes</source>
        <translation>引语</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>出处</translation>
    </message>
</context>
<context>
    <name>PaletteCard</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>↑ ↓ move      Enter open      Esc close</source>
        <translation>↑ ↓ 移动      回车 打开      Esc 关闭</translation>
    </message>
    <message>
        <source>Without  &gt;  you search the story</source>
        <translation>去掉  &gt;  即搜索专题</translation>
    </message>
    <message>
        <source>Type  &gt;  for commands</source>
        <translation>输入  &gt;  查找命令</translation>
    </message>
</context>
<context>
    <name>PeoplePane</name>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Filter names</source>
        <translation>筛选姓名</translation>
    </message>
    <message>
        <source>Filters of people</source>
        <translation>人物的筛选</translation>
    </message>
    <message>
        <source>People and organisations</source>
        <translation>人物和组织</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Organisations</source>
        <translation>组织</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>In this story</source>
        <translation>同一事件</translation>
    </message>
    <message>
        <source>Who has a part in the same events as the one chosen here</source>
        <translation>与所选者参与相同事件的人物和组织</translation>
    </message>
    <message>
        <source>Quoted</source>
        <translation>有引语</translation>
    </message>
    <message>
        <source>Of whom a source gives the very words</source>
        <translation>有出处给出其原话</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>有变动</translation>
    </message>
    <message>
        <source>Whose profile changed, according to a source</source>
        <translation>有出处报道其档案变动</translation>
    </message>
    <message>
        <source>1 entry is hidden</source>
        <translation>隐藏 1 条</translation>
    </message>
    <message>
        <source>%1 entries are hidden</source>
        <translation>隐藏 %1 条</translation>
    </message>
</context>
<context>
    <name>ProfilePane</name>
    <message>
        <source>Profile changes</source>
        <translation>档案变动</translation>
    </message>
    <message>
        <source>Open questions and roles</source>
        <translation>未决问题和任职</translation>
    </message>
    <message>
        <source>Choose a person</source>
        <translation>请选择人物</translation>
    </message>
    <message>
        <source>Open questions</source>
        <translation>未决问题</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>任职</translation>
    </message>
    <message>
        <source>No source reports a changed profile of %1</source>
        <translation>没有出处报道 %1 的档案变动</translation>
    </message>
    <message>
        <source>All profile changes are hidden</source>
        <translation>所有档案变动均已隐藏</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
</context>
<context>
    <name>ReaderPane</name>
    <message>
        <source>Source</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>Previous evidence of this fact</source>
        <translation>本条记录的上一处证据</translation>
    </message>
    <message>
        <source>Next evidence of this fact</source>
        <translation>本条记录的下一处证据</translation>
    </message>
    <message>
        <source>Text of the source</source>
        <translation>出处原文</translation>
    </message>
    <message>
        <source>Copy as citation</source>
        <translation>复制为引文</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原网页</translation>
    </message>
    <message>
        <source>The evidence with who, when and where (Ctrl+Shift+C)</source>
        <translation>证据，连同人物、时间和出处 (Ctrl+Shift+C)</translation>
    </message>
    <message>
        <source>No fact follows in this text</source>
        <translation>此文后面没有记录了</translation>
    </message>
    <message>
        <source>No fact stands before in this text</source>
        <translation>此文前面没有记录了</translation>
    </message>
    <message>
        <source>Citation copied</source>
        <translation>已复制引文</translation>
    </message>
    <message>
        <source>This address could not be opened</source>
        <translation>无法打开此地址</translation>
    </message>
    <message>
        <source>Choose a fact to read the words that it rests on</source>
        <translation>选择一条记录，阅读其所依据的原文</translation>
    </message>
    <message>
        <source>Digest written for this demonstration. Only the words inside quotation marks are the source’s.</source>
        <translation>为本演示撰写的摘要。仅引号内文字出自原文。</translation>
    </message>
    <message>
        <source>No address recorded</source>
        <translation>未记录地址</translation>
    </message>
    <message>
        <source>Credits %1</source>
        <translation>注明来自 %1</translation>
    </message>
    <message>
        <source>Evidence %1 of %2</source>
        <translation>证据 %1 / %2</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>%1 (not found)</source>
        <translation>%1（未找到）</translation>
    </message>
    <message>
        <source>&amp;Remove from this list</source>
        <translation>从列表中移除(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Clear this list</source>
        <translation>清空列表(&amp;C)</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
</context>
<context>
    <name>SourceChooser</name>
    <message>
        <source>Filter by source</source>
        <translation>按出处筛选</translation>
    </message>
    <message>
        <source>Words of outlet or title</source>
        <translation>媒体或标题中的字词</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在载入…</translation>
    </message>
    <message>
        <source>No source holds “%1”</source>
        <translation>没有出处含“%1”</translation>
    </message>
    <message>
        <source>%1 sources</source>
        <translation>%1 个出处</translation>
    </message>
    <message>
        <source>Keep all %1</source>
        <translation>保留全部 %1</translation>
    </message>
</context>
<context>
    <name>SourcesPane</name>
    <message>
        <source>Sources</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>No source yet. Import a story to begin.</source>
        <translation>尚无出处。请先导入专题。</translation>
    </message>
</context>
<context>
    <name>Splitter</name>
    <message>
        <source>Border to drag</source>
        <translation>可拖动的分隔线</translation>
    </message>
</context>
<context>
    <name>StatementsPane</name>
    <message>
        <source>Statements</source>
        <translation>言论</translation>
    </message>
    <message>
        <source>Choose a person or an organisation to see what was said</source>
        <translation>选择人物或组织，查看相关言论</translation>
    </message>
    <message>
        <source>%1 others</source>
        <translation>他人 %1 条</translation>
    </message>
    <message>
        <source>1 other</source>
        <translation>他人 1 条</translation>
    </message>
    <message>
        <source>%1 own, %2 about, %3</source>
        <translation>本人 %1 条，关于 %2 条，%3</translation>
    </message>
    <message>
        <source>Own words</source>
        <translation>本人言论</translation>
    </message>
    <message>
        <source>Filtering…</source>
        <translation>正在筛选…</translation>
    </message>
    <message>
        <source>No statement by %1 in these sources</source>
        <translation>各出处中没有 %1 本人的言论</translation>
    </message>
    <message>
        <source>No statement about %1 in these sources</source>
        <translation>各出处中没有关于 %1 的言论</translation>
    </message>
    <message>
        <source>No other statement on the same events</source>
        <translation>相同事件没有其他言论</translation>
    </message>
    <message>
        <source>About %1</source>
        <translation>关于 %1</translation>
    </message>
    <message>
        <source>Others on the same events</source>
        <translation>他人谈相同事件</translation>
    </message>
    <message>
        <source>All statements are hidden</source>
        <translation>所有言论均已隐藏</translation>
    </message>
</context>
<context>
    <name>StoryStatus</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Ends what is being written; nothing of it is kept</source>
        <translation>停止写入，不保留任何内容</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在写入…</translation>
    </message>
    <message>
        <source>Writing… %1 %, %2 records</source>
        <translation>正在写入… %1 %，%2 条数据</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>1 to review</source>
        <translation>1 条待审核</translation>
    </message>
    <message>
        <source>%1 to review</source>
        <translation>%1 条待审核</translation>
    </message>
    <message>
        <source>Nothing to review</source>
        <translation>没有待审核内容</translation>
    </message>
    <message>
        <source>%1 filters on</source>
        <translation>%1 项筛选</translation>
    </message>
    <message>
        <source>Filtered: %1</source>
        <translation>已筛选：%1</translation>
    </message>
    <message>
        <source>1 source</source>
        <translation>1 个出处</translation>
    </message>
    <message>
        <source>%1 sources</source>
        <translation>%1 个出处</translation>
    </message>
    <message>
        <source>1 person</source>
        <translation>1 位人物</translation>
    </message>
    <message>
        <source>%1 people</source>
        <translation>%1 位人物</translation>
    </message>
    <message>
        <source>1 organisation</source>
        <translation>1 个组织</translation>
    </message>
    <message>
        <source>%1 organisations</source>
        <translation>%1 个组织</translation>
    </message>
    <message>
        <source>1 product</source>
        <translation>1 个产品</translation>
    </message>
    <message>
        <source>%1 products</source>
        <translation>%1 个产品</translation>
    </message>
    <message>
        <source>1 quote</source>
        <translation>1 条引语</translation>
    </message>
    <message>
        <source>%1 quotes</source>
        <translation>%1 条引语</translation>
    </message>
    <message>
        <source>1 profile change</source>
        <translation>1 次档案变动</translation>
    </message>
    <message>
        <source>%1 profile changes</source>
        <translation>%1 次档案变动</translation>
    </message>
    <message>
        <source>1 open question</source>
        <translation>1 个未决问题</translation>
    </message>
    <message>
        <source>%1 open questions</source>
        <translation>%1 个未决问题</translation>
    </message>
    <message>
        <source>%1 in tension</source>
        <translation>%1 处说法不一</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Back (Alt+Left)</source>
        <translation>后退 (Alt+左方向)</translation>
    </message>
    <message>
        <source>Forward (Alt+Right)</source>
        <translation>前进 (Alt+右方向)</translation>
    </message>
    <message>
        <source>Search people, events, quotes and sources</source>
        <translation>搜索人物、事件、引语和出处</translation>
    </message>
    <message>
        <source>Ctrl K</source>
        <translation>Ctrl K</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>切换浅色与深色</translation>
    </message>
    <message>
        <source>Show or hide the source (F9)</source>
        <translation>显示或隐藏出处 (F9)</translation>
    </message>
</context>
<context>
    <name>about</name>
    <message>
        <source>About qwenbrowser</source>
        <translation>关于 qwenbrowser</translation>
    </message>
    <message>
        <source>A timeline and people browser: who said what, when, and how do we know?</source>
        <translation>时间线与人物浏览器：谁在何时说了什么，我们从何得知？</translation>
    </message>
    <message>
        <source>Free software under the MIT licence. Your stories stay on this computer.</source>
        <translation>自由软件，采用 MIT 许可证。您的专题只存于本机。</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>所用组件</translation>
    </message>
    <message>
        <source>Icon of qwenbrowser</source>
        <translation>qwenbrowser 图标</translation>
    </message>
    <message>
        <source>Library or font</source>
        <translation>程序库或字体</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Not stated</source>
        <translation>未说明</translation>
    </message>
    <message>
        <source>Libraries and fonts with their licences</source>
        <translation>程序库、字体及其许可证</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Show the words of the source, in any list</source>
        <translation>在任一列表中显示出处原文</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
</context>
<context>
    <name>citing</name>
    <message>
        <source>No address recorded</source>
        <translation>未记录地址</translation>
    </message>
    <message>
        <source>Archived: %1</source>
        <translation>存档：%1</translation>
    </message>
    <message>
        <source>Recorded in the story as: %1</source>
        <translation>专题中记作：%1</translation>
    </message>
    <message>
        <source>somebody who is not named</source>
        <translation>未具名者</translation>
    </message>
    <message>
        <source>%1 profile of %2, as reported by %3</source>
        <translation>%2 的 %1 档案，据 %3 报道</translation>
    </message>
    <message>
        <source>Profile of %1, as reported by %2</source>
        <translation>%1 的档案，据 %2 报道</translation>
    </message>
    <message>
        <source>As reported by %1</source>
        <translation>据 %1 报道</translation>
    </message>
    <message>
        <source>Speaker not named</source>
        <translation>发言者未具名</translation>
    </message>
    <message>
        <source>No comment from %1, as reported by %2</source>
        <translation>%1 不予置评，据 %2 报道</translation>
    </message>
    <message>
        <source>%1, the outlet’s own words</source>
        <translation>%1，媒体自述</translation>
    </message>
    <message>
        <source>%1, as quoted by %2</source>
        <translation>%1，据 %2 引述</translation>
    </message>
    <message>
        <source>%1, as reported by %2</source>
        <translation>%1，据 %2 报道</translation>
    </message>
    <message>
        <source>Paraphrase: not the speaker’s own words.</source>
        <translation>转述：并非发言者原话。</translation>
    </message>
    <message>
        <source>Not a quotation.</source>
        <translation>并非引语。</translation>
    </message>
    <message>
        <source>Proposed and not yet reviewed.</source>
        <translation>待审核，尚未确认。</translation>
    </message>
    <message>
        <source>Rejected in review.</source>
        <translation>审核未通过。</translation>
    </message>
    <message>
        <source>Disputed.</source>
        <translation>有争议。</translation>
    </message>
    <message>
        <source>This source disputes it.</source>
        <translation>此出处对此有异议。</translation>
    </message>
    <message>
        <source>The source says that this is unclear.</source>
        <translation>出处称此事存疑。</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>备注：%1</translation>
    </message>
    <message>
        <source>Date: %1</source>
        <translation>日期：%1</translation>
    </message>
    <message>
        <source>%1 (resolved from “%2”)</source>
        <translation>%1（据“%2”推算）</translation>
    </message>
    <message>
        <source>%1 (inferred from “%2”)</source>
        <translation>%1（据“%2”推断）</translation>
    </message>
    <message>
        <source>%1 (resolved)</source>
        <translation>%1（推算）</translation>
    </message>
    <message>
        <source>%1 (inferred)</source>
        <translation>%1（推断）</translation>
    </message>
    <message>
        <source>Date in this source: %1</source>
        <translation>此出处所载日期：%1</translation>
    </message>
    <message>
        <source>This source gives no such date.</source>
        <translation>此出处未给出该日期。</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>无标题</translation>
    </message>
    <message>
        <source>%1, by %2</source>
        <translation>%1，作者 %2</translation>
    </message>
    <message>
        <source>Source: %1, page date not recorded</source>
        <translation>出处：%1，页面日期未记录</translation>
    </message>
    <message>
        <source>Source: %1, page date %2</source>
        <translation>出处：%1，页面日期 %2</translation>
    </message>
    <message>
        <source>%1, credits %2</source>
        <translation>%1，注明来自 %2</translation>
    </message>
    <message>
        <source>Paragraph %1, characters %2–%3</source>
        <translation>第 %1 段，第 %2–%3 字符</translation>
    </message>
    <message>
        <source>Paragraphs %1–%2, characters %3–%4</source>
        <translation>第 %1–%2 段，第 %3–%4 字符</translation>
    </message>
    <message>
        <source>From a digest, not the outlet’s own text: only the words inside quotation marks are the source’s.</source>
        <translation>引自摘要，并非媒体原文：仅引号内文字出自原文。</translation>
    </message>
    <message>
        <source>From an excerpt, not the whole text.</source>
        <translation>引自节选，并非全文。</translation>
    </message>
    <message>
        <source>From a transcript.</source>
        <translation>引自文字实录。</translation>
    </message>
    <message>
        <source>an outlet that is not recorded</source>
        <translation>未记录的媒体</translation>
    </message>
</context>
<context>
    <name>commands</name>
    <message>
        <source>&amp;New story…</source>
        <translation>新建专题…(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open story…</source>
        <translation>打开专题…(&amp;O)</translation>
    </message>
    <message>
        <source>Save a &amp;copy…</source>
        <translation>保存副本…(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Import story file…</source>
        <translation>导入专题文件…(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Export story file…</source>
        <translation>导出专题文件…(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>撤销：%1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>重做：%1</translation>
    </message>
    <message>
        <source>&amp;Copy as citation</source>
        <translation>复制为引文(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Find in the text…</source>
        <translation>在正文中查找…(&amp;F)</translation>
    </message>
    <message>
        <source>Find &amp;next</source>
        <translation>查找下一处(&amp;N)</translation>
    </message>
    <message>
        <source>Find &amp;previous</source>
        <translation>查找上一处(&amp;P)</translation>
    </message>
    <message>
        <source>Next fact in the &amp;text</source>
        <translation>正文中下一条记录(&amp;T)</translation>
    </message>
    <message>
        <source>Previous fact &amp;in the text</source>
        <translation>正文中上一条记录(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;People</source>
        <translation>人物(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Sources</source>
        <translation>出处(&amp;S)</translation>
    </message>
    <message>
        <source>Source &amp;text</source>
        <translation>出处原文(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Filter names</source>
        <translation>筛选姓名(&amp;F)</translation>
    </message>
    <message>
        <source>Filte&amp;r facts…</source>
        <translation>筛选记录…(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Next pane</source>
        <translation>下一窗格(&amp;N)</translation>
    </message>
    <message>
        <source>Switch &amp;light and dark</source>
        <translation>切换浅色与深色(&amp;L)</translation>
    </message>
    <message>
        <source>Like the s&amp;ystem</source>
        <translation>跟随系统(&amp;Y)</translation>
    </message>
    <message>
        <source>Li&amp;ght</source>
        <translation>浅色(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>L&amp;arger text</source>
        <translation>放大文字(&amp;A)</translation>
    </message>
    <message>
        <source>S&amp;maller text</source>
        <translation>缩小文字(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Usual text size</source>
        <translation>默认文字大小(&amp;U)</translation>
    </message>
    <message>
        <source>Language: like the syst&amp;em</source>
        <translation>语言：跟随系统(&amp;E)</translation>
    </message>
    <message>
        <source>Language: Englis&amp;h</source>
        <translation>语言：English(&amp;H)</translation>
    </message>
    <message>
        <source>Language: &amp;Chinese (简体中文)</source>
        <translation>语言：简体中文(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>后退(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>前进(&amp;F)</translation>
    </message>
    <message>
        <source>Show the &amp;words of the source</source>
        <translation>显示出处原文(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Next evidence</source>
        <translation>下一处证据(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous evidence</source>
        <translation>上一处证据(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Search…</source>
        <translation>搜索…(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>命令…(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>Open the &amp;log folder</source>
        <translation>打开日志文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;About qwenbrowser</source>
        <translation>关于 qwenbrowser(&amp;A)</translation>
    </message>
    <message>
        <source>Open story</source>
        <translation>打开专题</translation>
    </message>
    <message>
        <source>Stories (*.qwb);;All files (*)</source>
        <translation>专题 (*.qwb);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Import story file</source>
        <translation>导入专题文件</translation>
    </message>
    <message>
        <source>Story files (*.json);;All files (*)</source>
        <translation>专题文件 (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Export story file</source>
        <translation>导出专题文件</translation>
    </message>
    <message>
        <source>Story files (*.json)</source>
        <translation>专题文件 (*.json)</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>已导出到 %1</translation>
    </message>
    <message>
        <source>&amp;From a source…</source>
        <translation>按出处…(&amp;F)</translation>
    </message>
    <message>
        <source>Clear &amp;all filters</source>
        <translation>清除所有筛选(&amp;A)</translation>
    </message>
    <message>
        <source>People: &amp;in this story</source>
        <translation>人物：同一事件(&amp;I)</translation>
    </message>
    <message>
        <source>People: &amp;quoted</source>
        <translation>人物：有引语(&amp;Q)</translation>
    </message>
    <message>
        <source>People: profile &amp;changed</source>
        <translation>人物：档案有变动(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Only facts of the chosen one</source>
        <translation>仅看所选者的记录(&amp;O)</translation>
    </message>
    <message>
        <source>Kind: &amp;event</source>
        <translation>类别：事件(&amp;E)</translation>
    </message>
    <message>
        <source>Kind: q&amp;uote</source>
        <translation>类别：引语(&amp;U)</translation>
    </message>
    <message>
        <source>Kind: c&amp;laim</source>
        <translation>类别：说法(&amp;L)</translation>
    </message>
    <message>
        <source>Kind: &amp;profile change</source>
        <translation>类别：档案变动(&amp;P)</translation>
    </message>
    <message>
        <source>Kind: &amp;role</source>
        <translation>类别：任职(&amp;R)</translation>
    </message>
    <message>
        <source>Kind: open que&amp;stion</source>
        <translation>类别：未决问题(&amp;S)</translation>
    </message>
    <message>
        <source>Certainty: s&amp;tated</source>
        <translation>确定程度：明确(&amp;T)</translation>
    </message>
    <message>
        <source>Certainty: u&amp;nclear</source>
        <translation>确定程度：存疑(&amp;N)</translation>
    </message>
    <message>
        <source>Certainty: &amp;disputed</source>
        <translation>确定程度：有争议(&amp;D)</translation>
    </message>
</context>
<context>
    <name>facts</name>
    <message>
        <source>on %1</source>
        <translation>发于 %1</translation>
    </message>
    <message>
        <source>outlet’s words</source>
        <translation>媒体自述</translation>
    </message>
    <message>
        <source>1 report says: unclear</source>
        <translation>1 篇报道称：存疑</translation>
    </message>
    <message>
        <source>%1 reports say: unclear</source>
        <translation>%1 篇报道称：存疑</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>%1 profile</source>
        <translation>%1 档案</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>档案</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>field not stated</source>
        <translation>栏目未说明</translation>
    </message>
    <message>
        <source>Not stated, %1</source>
        <translation>未说明，%1</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>变动前</translation>
    </message>
    <message>
        <source>Not recorded in any source</source>
        <translation>各出处均无记载</translation>
    </message>
    <message>
        <source>After</source>
        <translation>变动后</translation>
    </message>
    <message>
        <source>Wording matches source</source>
        <translation>措辞与出处一致</translation>
    </message>
</context>
<context>
    <name>filters</name>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Quote</source>
        <translation>引语</translation>
    </message>
    <message>
        <source>Claim</source>
        <translation>说法</translation>
    </message>
    <message>
        <source>Profile change</source>
        <translation>档案变动</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>任职</translation>
    </message>
    <message>
        <source>Open question</source>
        <translation>未决问题</translation>
    </message>
    <message>
        <source>Stated</source>
        <translation>明确</translation>
    </message>
    <message>
        <source>Unclear</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>Disputed</source>
        <translation>有争议</translation>
    </message>
    <message>
        <source>Name: %1</source>
        <translation>姓名：%1</translation>
    </message>
    <message>
        <source>Story of %1</source>
        <translation>与 %1 相关</translation>
    </message>
    <message>
        <source>Quoted</source>
        <translation>有引语</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>有变动</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>仅看 %1</translation>
    </message>
    <message>
        <source>Kind: %1</source>
        <translation>类别：%1</translation>
    </message>
    <message>
        <source>Certainty: %1</source>
        <translation>确定程度：%1</translation>
    </message>
    <message>
        <source>Source: %1</source>
        <translation>出处：%1</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 等（另有 %2 个）</translation>
    </message>
    <message>
        <source>No name holds “%1”</source>
        <translation>没有姓名含“%1”</translation>
    </message>
    <message>
        <source>“%1” leaves nothing here</source>
        <translation>“%1”筛掉了这里的全部内容</translation>
    </message>
    <message>
        <source>%1 together leave nothing here</source>
        <translation>%1 合起来筛掉了这里的全部内容</translation>
    </message>
    <message>
        <source>What you chose is hidden by %1</source>
        <translation>所选内容被 %1 隐藏</translation>
    </message>
    <message>
        <source>Remove this filter</source>
        <translation>去掉此筛选</translation>
    </message>
    <message>
        <source>Remove these filters</source>
        <translation>去掉这些筛选</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>the chosen one</source>
        <translation>所选者</translation>
    </message>
</context>
<context>
    <name>menus</name>
    <message>
        <source>Menus</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>打开最近(&amp;R)</translation>
    </message>
    <message>
        <source>F&amp;ilters</source>
        <translation>筛选(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>跳转(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>The picture could not be written.</source>
        <translation>图片无法写入。</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>请另选位置。</translation>
    </message>
    <message>
        <source>The picture could not be written: %1.</source>
        <translation>图片无法写入：%1。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>The work was stopped.</source>
        <translation>操作已停止。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>未作任何改动。</translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation>请重新安装本程序。</translation>
    </message>
    <message>
        <source>this part of the program is missing (looked in %1).</source>
        <translation>程序缺少这一部分（已查找：%1）。</translation>
    </message>
    <message>
        <source>Free space or choose another place, then try again.</source>
        <translation>请腾出空间或另选位置，然后重试。</translation>
    </message>
    <message>
        <source>could not be written: %1. What was there before is unchanged.</source>
        <translation>无法写入：%1。原有内容未变。</translation>
    </message>
    <message>
        <source>Nothing was changed. Correct the file and import it again.</source>
        <translation>专题未作任何改动。请改正文件后重新导入。</translation>
    </message>
    <message>
        <source>there is no such file.</source>
        <translation>没有这个文件。</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>请检查路径。</translation>
    </message>
    <message>
        <source>cannot be read: %1.</source>
        <translation>无法读取：%1。</translation>
    </message>
    <message>
        <source>the story cannot be made here: %1.</source>
        <translation>无法在此处新建专题：%1。</translation>
    </message>
    <message>
        <source>there is a file of this name already.</source>
        <translation>已有同名文件。</translation>
    </message>
    <message>
        <source>Open it, or choose another name.</source>
        <translation>请打开它，或另取名称。</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>导入 %1</translation>
    </message>
    <message>
        <source>the process that read it ended too early (%1), perhaps for lack of memory.</source>
        <translation>读取文件的进程过早结束（%1），可能是内存不足。</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1：%2。</translation>
    </message>
    <message>
        <source>%1: this key stands there twice.</source>
        <translation>%1：该键出现两次。</translation>
    </message>
    <message>
        <source>it is not UTF-8: %1.</source>
        <translation>文件不是 UTF-8 编码：%1。</translation>
    </message>
    <message>
        <source>it is no JSON at character %1: %2.</source>
        <translation>第 %1 个字符处不是 JSON：%2。</translation>
    </message>
    <message>
        <source>%1: settings could not be read (%2). The defaults are used.</source>
        <translation>%1：设置无法读取（%2），已使用默认设置。</translation>
    </message>
    <message>
        <source>%1: damaged settings; %2. The defaults are used.</source>
        <translation>%1：设置已损坏；%2。已使用默认设置。</translation>
    </message>
    <message>
        <source>the file could not be set aside (%1)</source>
        <translation>原文件无法移开（%1）</translation>
    </message>
    <message>
        <source>the file was kept as %1</source>
        <translation>原文件已保留为 %1</translation>
    </message>
    <message>
        <source>The search index was damaged and has been made anew.</source>
        <translation>搜索索引曾损坏，现已重建。</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>没有这个文件夹。</translation>
    </message>
    <message>
        <source>Make it first.</source>
        <translation>请先新建。</translation>
    </message>
    <message>
        <source>The search index is damaged and cannot be made anew now: search may find too little.</source>
        <translation>搜索索引已损坏，目前无法重建：搜索结果可能不全。</translation>
    </message>
    <message>
        <source>The story is open for reading only.</source>
        <translation>专题以只读方式打开。</translation>
    </message>
    <message>
        <source>The story is now in the form of this version; %1 keeps the old one.</source>
        <translation>专题已转为本版本的格式；旧版保留在 %1。</translation>
    </message>
    <message>
        <source>There is already a file of this name.</source>
        <translation>已有同名文件。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请另取名称。</translation>
    </message>
    <message>
        <source>List all with: qwenbrowser list people (or organisations, products).</source>
        <translation>列出全部：qwenbrowser list people（或 organisations、products）。</translation>
    </message>
    <message>
        <source>The story has no person, organisation or product number %1.</source>
        <translation>专题中没有编号为 %1 的人物、组织或产品。</translation>
    </message>
    <message>
        <source>“%1” fits %2 entries.</source>
        <translation>“%1”对应 %2 个条目。</translation>
    </message>
    <message>
        <source>Open that story and look there.</source>
        <translation>请打开那个专题查看。</translation>
    </message>
    <message>
        <source>%1 leads to another story.</source>
        <translation>%1 指向另一个专题。</translation>
    </message>
    <message>
        <source>No person, organisation or product is called “%1”.</source>
        <translation>没有名为“%1”的人物、组织或产品。</translation>
    </message>
    <message>
        <source>Near it: %1. %2</source>
        <translation>相近的有：%1。%2</translation>
    </message>
    <message>
        <source>Check the address.</source>
        <translation>请检查地址。</translation>
    </message>
    <message>
        <source>There is no fact %1 in this story.</source>
        <translation>本专题中没有记录 %1。</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>没有可重做的操作。</translation>
    </message>
    <message>
        <source>It would be lost.</source>
        <translation>这样会使其丢失。</translation>
    </message>
    <message>
        <source>“%1” has changed what “%2” made.</source>
        <translation>“%1”改动了“%2”的结果。</translation>
    </message>
    <message>
        <source>They would be lost.</source>
        <translation>这样会使其丢失。</translation>
    </message>
    <message>
        <source>Later rows depend on what this would change (%1).</source>
        <translation>后来的数据依赖将要改动的内容（%1）。</translation>
    </message>
    <message>
        <source>Open the story again.</source>
        <translation>请重新打开专题。</translation>
    </message>
    <message>
        <source>A row of %1 is not there any more.</source>
        <translation>%1 中的一行数据已不存在。</translation>
    </message>
    <message>
        <source>The story is open in another process.</source>
        <translation>专题已在另一进程中打开。</translation>
    </message>
    <message>
        <source>The story is open in process %1 on host %2.</source>
        <translation>专题已由主机 %2 上的进程 %1 打开。</translation>
    </message>
    <message>
        <source>Close it there, or open it here for reading.</source>
        <translation>请在那边关闭，或在这里以只读方式打开。</translation>
    </message>
    <message>
        <source>It is left as it was; open it with the version that made it.</source>
        <translation>专题保持原样；请用创建它的版本打开。</translation>
    </message>
    <message>
        <source>To bring the story to the present version would lose rows of %1.</source>
        <translation>把专题升级到当前版本会丢失 %1 的数据。</translation>
    </message>
    <message>
        <source>A row is no longer as this action left it.</source>
        <translation>有一行数据已不是该操作留下的样子。</translation>
    </message>
    <message>
        <source>A later change would be lost.</source>
        <translation>后来的改动会丢失。</translation>
    </message>
    <message>
        <source>Another version of the program made this action and stored it otherwise.</source>
        <translation>该操作由另一版本的程序完成，存储方式不同。</translation>
    </message>
    <message>
        <source>List all with: qwenbrowser list sources.</source>
        <translation>列出全部：qwenbrowser list sources。</translation>
    </message>
    <message>
        <source>The story has no source number %1.</source>
        <translation>专题中没有编号为 %1 的出处。</translation>
    </message>
    <message>
        <source>The story has no source %1.</source>
        <translation>专题中没有出处 %1。</translation>
    </message>
    <message>
        <source>the copy refers to rows that are missing</source>
        <translation>副本引用了缺失的数据</translation>
    </message>
    <message>
        <source>A log of another file lay beside the story; it was not used and is kept as %1.</source>
        <translation>专题旁有另一文件的日志；未使用，已保留为 %1。</translation>
    </message>
    <message>
        <source>The story is being written all the time.</source>
        <translation>专题一直在写入。</translation>
    </message>
    <message>
        <source>Try again when it is not.</source>
        <translation>请待写入结束后重试。</translation>
    </message>
    <message>
        <source>The folder cannot hold a write-ahead log.</source>
        <translation>该文件夹无法存放预写日志。</translation>
    </message>
    <message>
        <source>Use a folder on a local disk.</source>
        <translation>请使用本地磁盘上的文件夹。</translation>
    </message>
    <message>
        <source>Do not use this file; ask where it comes from.</source>
        <translation>请勿使用此文件；请查问其来历。</translation>
    </message>
    <message>
        <source>The story holds an object that this program never makes: %1 %2.</source>
        <translation>专题中有本程序绝不会创建的对象：%1 %2。</translation>
    </message>
    <message>
        <source>The file or its folder cannot be written, so the story is open for reading only.</source>
        <translation>文件或其文件夹不可写，专题以只读方式打开。</translation>
    </message>
    <message>
        <source>It is left as it is. Choose a story file (.qwb).</source>
        <translation>文件保持原样。请选择专题文件（.qwb）。</translation>
    </message>
    <message>
        <source>its header is overwritten</source>
        <translation>文件头已被覆盖</translation>
    </message>
    <message>
        <source>There is no such story.</source>
        <translation>没有这个专题。</translation>
    </message>
    <message>
        <source>Check the name, or import a story file.</source>
        <translation>请检查名称，或导入专题文件。</translation>
    </message>
    <message>
        <source>The file is a database of another program.</source>
        <translation>该文件是其他程序的数据库。</translation>
    </message>
    <message>
        <source>The file is not a story.</source>
        <translation>该文件不是专题。</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>文件是空的。</translation>
    </message>
    <message>
        <source>Open it with a newer version.</source>
        <translation>请用更新的版本打开。</translation>
    </message>
    <message>
        <source>Open it with version %1 or later.</source>
        <translation>请用 %1 或更高版本打开。</translation>
    </message>
    <message>
        <source>A newer version of the program wrote the story.</source>
        <translation>该专题由更新版本的程序写成。</translation>
    </message>
    <message>
        <source>what it says about itself is missing</source>
        <translation>缺少专题自身的说明</translation>
    </message>
    <message>
        <source>it is cut short, %1 of %2 bytes are left</source>
        <translation>文件不完整，%2 字节中仅存 %1 字节</translation>
    </message>
    <message>
        <source>A log of another file lies beside it and is not used.</source>
        <translation>旁边有另一文件的日志，未使用。</translation>
    </message>
    <message>
        <source>The file or its folder cannot be written.</source>
        <translation>文件或其文件夹不可写。</translation>
    </message>
    <message>
        <source>Open it for reading, or copy it to a folder of your own.</source>
        <translation>请以只读方式打开，或复制到自己的文件夹。</translation>
    </message>
    <message>
        <source>Make room on the disk, then try again.</source>
        <translation>请腾出磁盘空间后重试。</translation>
    </message>
    <message>
        <source>its list of tables cannot be read</source>
        <translation>数据表清单无法读取</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘已满。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>请重试。</translation>
    </message>
    <message>
        <source>The story could not be read or written: %1.</source>
        <translation>专题无法读写：%1。</translation>
    </message>
    <message>
        <source>Another program is writing the story.</source>
        <translation>另一程序正在写入该专题。</translation>
    </message>
    <message>
        <source>Try again when it is done.</source>
        <translation>请待其完成后重试。</translation>
    </message>
    <message>
        <source>Check the rights of file and folder.</source>
        <translation>请检查文件和文件夹的权限。</translation>
    </message>
    <message>
        <source>The story cannot be opened: %1.</source>
        <translation>专题无法打开：%1。</translation>
    </message>
    <message>
        <source>Restore a backup, or rebuild it from what can still be read.</source>
        <translation>请恢复备份，或用仍可读取的内容重建。</translation>
    </message>
    <message>
        <source>The story is damaged: %1.</source>
        <translation>专题已损坏：%1。</translation>
    </message>
    <message>
        <source>The rights of the file or its folder are missing.</source>
        <translation>没有该文件或其文件夹的权限。</translation>
    </message>
    <message>
        <source>Check the disk and the folder.</source>
        <translation>请检查磁盘和文件夹。</translation>
    </message>
    <message>
        <source>Reading or writing failed: %1.</source>
        <translation>读写失败：%1。</translation>
    </message>
</context>
<context>
    <name>palette</name>
    <message>
        <source>The story has nobody and nothing yet</source>
        <translation>专题还没有任何内容</translation>
    </message>
    <message>
        <source>See the commands</source>
        <translation>查看命令</translation>
    </message>
    <message>
        <source>“%1” has no letter and no digit to look for</source>
        <translation>“%1”中没有可查找的字母、汉字或数字</translation>
    </message>
    <message>
        <source>Type a name, or words of a fact or source.</source>
        <translation>请输入姓名，或记录、出处中的字词。</translation>
    </message>
    <message>
        <source>Clear the text</source>
        <translation>清除文字</translation>
    </message>
    <message>
        <source>Nothing under %1 holds “%2”</source>
        <translation>“%1”中没有含“%2”的内容</translation>
    </message>
    <message>
        <source>There are results elsewhere.</source>
        <translation>其他类别中有结果。</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>搜索全部</translation>
    </message>
    <message>
        <source>Nothing in this story holds “%1”</source>
        <translation>本专题中没有含“%1”的内容</translation>
    </message>
    <message>
        <source>Every word must be there. Try fewer words, or only the beginning of one.</source>
        <translation>须包含所有字词。请减少字词，或只输入词首。</translation>
    </message>
    <message>
        <source>“%1” is not possible now</source>
        <translation>目前不能执行“%1”</translation>
    </message>
    <message>
        <source>No command is called “%1”</source>
        <translation>没有名为“%1”的命令</translation>
    </message>
    <message>
        <source>Show all commands</source>
        <translation>显示所有命令</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>跳转</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>on</source>
        <translation>已启用</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Most named in this story</source>
        <translation>本专题中提及最多</translation>
    </message>
    <message>
        <source>%1 of more than %2</source>
        <translation>%1 / 超过 %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>More facts, best matches first</source>
        <translation>更多记录，按匹配程度排列</translation>
    </message>
    <message>
        <source>No results</source>
        <translation>没有结果</translation>
    </message>
    <message>
        <source>The first %1 results</source>
        <translation>前 %1 个结果</translation>
    </message>
    <message>
        <source>%1 results</source>
        <translation>%1 个结果</translation>
    </message>
    <message>
        <source>1 result</source>
        <translation>1 个结果</translation>
    </message>
    <message>
        <source>in 1 group</source>
        <translation>· 1 组</translation>
    </message>
    <message>
        <source>in %1 groups</source>
        <translation>· %1 组</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Organisations</source>
        <translation>组织</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Profile changes</source>
        <translation>档案变动</translation>
    </message>
    <message>
        <source>Statements</source>
        <translation>言论</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>任职</translation>
    </message>
    <message>
        <source>Open questions</source>
        <translation>未决问题</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>About %1</source>
        <translation>关于 %1</translation>
    </message>
    <message>
        <source>%1 about %2</source>
        <translation>%1 谈 %2</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>截至%1</translation>
    </message>
    <message>
        <source>1 place</source>
        <translation>1 处</translation>
    </message>
    <message>
        <source>%1 places</source>
        <translation>%1 处</translation>
    </message>
</context>
<context>
    <name>recovery</name>
    <message>
        <source>The story is damaged</source>
        <translation>专题已损坏</translation>
    </message>
    <message>
        <source>Rebuild the story from what can still be read</source>
        <translation>用仍可读取的内容重建专题</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>The damaged file is kept beside it under another name; nothing is thrown away.</source>
        <translation>损坏的文件会换名保留在旁边，不会丢弃任何内容。</translation>
    </message>
    <message>
        <source>What was changed after the date of a backup is not in it.</source>
        <translation>备份日期之后的改动不在备份中。</translation>
    </message>
    <message>
        <source>There is no backup of this story.</source>
        <translation>该专题没有备份。</translation>
    </message>
    <message>
        <source>The backup of %1 was restored. The damaged file is kept as %2.</source>
        <translation>已恢复 %1 的备份。损坏的文件保留为 %2。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>The story was rebuilt. The damaged file is kept as %1.</source>
        <translation>专题已重建。损坏的文件保留为 %1。</translation>
    </message>
    <message>
        <source>No row is known to be lost.</source>
        <translation>未发现数据丢失。</translation>
    </message>
    <message>
        <source>Rows that could not be read: %1.</source>
        <translation>无法读取的数据行：%1。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>sources</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>people, organisations and products</source>
        <translation>人物、组织和产品</translation>
    </message>
    <message>
        <source>names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>facts</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>parts in facts</source>
        <translation>记录中的参与</translation>
    </message>
    <message>
        <source>citations</source>
        <translation>引文</translation>
    </message>
    <message>
        <source>links</source>
        <translation>关联</translation>
    </message>
    <message>
        <source>actions to undo</source>
        <translation>可撤销的操作</translation>
    </message>
    <message>
        <source>Recovered</source>
        <translation>已恢复</translation>
    </message>
    <message>
        <source>Restore the backup of %1 (%2 facts, %3 sources)</source>
        <translation>恢复 %1 的备份（%2 条记录，%3 个出处）</translation>
    </message>
</context>
<context>
    <name>story_files</name>
    <message>
        <source>New story</source>
        <translation>新建专题</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>保存副本</translation>
    </message>
    <message>
        <source>%1 copy</source>
        <translation>%1 副本</translation>
    </message>
    <message>
        <source>The copy is saved and verified: %1</source>
        <translation>副本已保存并核对：%1</translation>
    </message>
    <message>
        <source>There is no folder for the log: %1.</source>
        <translation>没有存放日志的文件夹：%1。</translation>
    </message>
    <message>
        <source>The log is in %1</source>
        <translation>日志在 %1</translation>
    </message>
    <message>
        <source>Stories (*.qwb)</source>
        <translation>专题 (*.qwb)</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>1 quote</source>
        <translation>1 条引语</translation>
    </message>
    <message>
        <source>%1 quotes</source>
        <translation>%1 条引语</translation>
    </message>
    <message>
        <source>1 change</source>
        <translation>1 次变动</translation>
    </message>
    <message>
        <source>%1 changes</source>
        <translation>%1 次变动</translation>
    </message>
    <message>
        <source>1 paraphrase</source>
        <translation>1 条转述</translation>
    </message>
    <message>
        <source>%1 paraphrases</source>
        <translation>%1 条转述</translation>
    </message>
    <message>
        <source>1 source</source>
        <translation>1 个出处</translation>
    </message>
    <message>
        <source>%1 sources</source>
        <translation>%1 个出处</translation>
    </message>
    <message>
        <source>1 outlet</source>
        <translation>1 家媒体</translation>
    </message>
    <message>
        <source>%1 outlets</source>
        <translation>%1 家媒体</translation>
    </message>
    <message>
        <source>1 statement</source>
        <translation>1 条言论</translation>
    </message>
    <message>
        <source>%1 statements</source>
        <translation>%1 条言论</translation>
    </message>
    <message>
        <source>1 fact</source>
        <translation>1 条记录</translation>
    </message>
    <message>
        <source>%1 facts</source>
        <translation>%1 条记录</translation>
    </message>
    <message>
        <source>person</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>organisation</source>
        <translation>组织</translation>
    </message>
    <message>
        <source>product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>No comment</source>
        <translation>不予置评</translation>
    </message>
    <message>
        <source>Paraphrase</source>
        <translation>转述</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Quote</source>
        <translation>引语</translation>
    </message>
    <message>
        <source>Claim</source>
        <translation>说法</translation>
    </message>
    <message>
        <source>Profile change</source>
        <translation>档案变动</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>任职</translation>
    </message>
    <message>
        <source>Open question</source>
        <translation>未决问题</translation>
    </message>
    <message>
        <source>en</source>
        <translation>zh_CN</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>page date not recorded</source>
        <translation>页面日期未记录</translation>
    </message>
    <message>
        <source>page date %1</source>
        <translation>页面日期 %1</translation>
    </message>
    <message>
        <source>Nobody named</source>
        <translation>未具名</translation>
    </message>
    <message>
        <source>unnamed</source>
        <translation>未具名</translation>
    </message>
    <message>
        <source>Outlet not recorded</source>
        <translation>媒体未记录</translation>
    </message>
    <message>
        <source>capture</source>
        <translation>存档</translation>
    </message>
    <message>
        <source>excerpt</source>
        <translation>节选</translation>
    </message>
    <message>
        <source>transcript</source>
        <translation>实录</translation>
    </message>
    <message>
        <source>digest</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>%1, independence not established</source>
        <translation>%1，是否相互独立未确认</translation>
    </message>
    <message>
        <source>unclear</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>disputed</source>
        <translation>有争议</translation>
    </message>
    <message>
        <source>. </source>
        <translation>。</translation>
    </message>
</context>
</TS>
